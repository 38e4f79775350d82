import type { Context } from 'hono';
import { Problem } from '../problem.ts';

/** The JSON of a request's body. @throws Problem 415 for another content type, 400 when it is no JSON */
export async function readJson(c: Context): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) throw new Problem(415);
  try {
    return await c.req.json();
  } catch {
    throw new Problem(400, { $: ['The body is not JSON.'] });
  }
}
