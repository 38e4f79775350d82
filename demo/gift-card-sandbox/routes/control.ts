import type { Context } from 'hono';
import { z } from 'zod';
import { behaviourSchema } from '../behaviour.ts';
import { faultWords } from '../faults.ts';
import { decimalText, parseDecimal } from '../money.ts';
import { Problem } from '../problem.ts';
import { advanceSandbox, resetSandbox, type Sandbox } from '../sandbox.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';
import { readJson } from './read-json.ts';

const nothing = z.strictObject({});
const advance = z.strictObject({ seconds: z.number().min(0).max(3_153_600_000) });
const amount = z.string().transform((text, context) => {
  const minor = parseDecimal(text);
  if (minor === null) context.addIssue('Must be an amount such as 500.00.');
  return minor ?? 0;
});
const funding = z.union([z.strictObject({ pending: amount }), z.strictObject({ available: amount })]);
const fault = z.strictObject({
  word: z.enum([...faultWords, ...faultWords.map((word) => `${word}ONCE` as const)]),
  times: z.number().int().min(0).max(1_000_000).default(1),
});

/** The routes that steer the sandbox; no token needed, documented in the README beside `main.mjs`. */
export function addControlRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { store, clock, switches, armedFaults } = sandbox;

  app.post('/__sandbox/reset', async (c) => {
    await readControl(c, nothing);
    resetSandbox(sandbox);
    return c.json({});
  });
  onlyMethods(app, '/__sandbox/reset', 'POST');

  app.post('/__sandbox/advance', async (c) => {
    const { seconds } = await readControl(c, advance);
    await advanceSandbox(sandbox, seconds * 1000);
    return c.json({ Now: new Date(clock.now()).toISOString() });
  });
  onlyMethods(app, '/__sandbox/advance', 'POST');

  app.get('/__sandbox/funding', (c) => c.json(balance(sandbox)));
  app.post('/__sandbox/funding', async (c) => {
    store.record({ kind: 'funded', ...movement(sandbox, await readControl(c, funding)) });
    return c.json(balance(sandbox));
  });
  onlyMethods(app, '/__sandbox/funding', 'GET', 'POST');

  app.post('/__sandbox/fault', async (c) => {
    const { word, times } = await readControl(c, fault);
    armedFaults.arm(word, times);
    return c.json({ Word: word, Times: times });
  });
  onlyMethods(app, '/__sandbox/fault', 'POST');

  app.get('/__sandbox/settings', (c) => c.json(switches.current()));
  app.post('/__sandbox/settings', async (c) => {
    // Spread over the present switches, so that a change may name some of them and is still checked as a whole.
    const change = await readControl(c, z.record(z.string(), z.unknown()));
    return c.json(switches.change(parseControl(behaviourSchema, { ...switches.current(), ...change })));
  });
  onlyMethods(app, '/__sandbox/settings', 'GET', 'POST');
}

async function readControl<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const isEmpty = (await c.req.text()) === '';
  return parseControl(schema, isEmpty ? {} : await readJson(c));
}

function parseControl<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => [path.join('.') || '$', [message]]);
  throw new Problem(400, Object.fromEntries(errors));
}

/** A funding request makes money Pending; applying funds moves them to Available, asked for beforehand or not. */
function movement({ store }: Sandbox, asked: z.output<typeof funding>) {
  if ('pending' in asked) return { pendingMinor: asked.pending, availableMinor: 0 };
  const fromPending = Math.min(asked.available, store.state().pendingMinor);
  return { pendingMinor: -fromPending, availableMinor: asked.available };
}

function balance({ store }: Sandbox) {
  const { availableMinor, pendingMinor } = store.state();
  return { Available: decimalText(availableMinor), Pending: decimalText(pendingMinor) };
}
