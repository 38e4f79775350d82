import { createMiddleware } from 'hono/factory';
import { Problem } from '../problem.ts';
import type { Tokens } from '../tokens.ts';

/** 401 unless the call carries a bearer token that is known and alive (gift-card-api.md section 2). */
export function requireBearer(tokens: Tokens) {
  return createMiddleware(async (c, next) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
    if (!token || !tokens.isValid(token)) {
      c.header('WWW-Authenticate', 'Bearer');
      throw new Problem(401);
    }
    await next();
  });
}
