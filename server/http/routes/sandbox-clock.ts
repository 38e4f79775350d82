import { clockMove, sandboxClock } from '../../../shared/contract/sandbox-clock.ts';
import { toIso } from '../../domain/clock.ts';
import type { SandboxClock } from '../../domain/sandbox-clock.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

type SandboxClockParts = {
  sandboxClock: SandboxClock;
  /** Does what has become due: releases rewards, lets the worker look, and tells open widgets. */
  catchUp: () => Promise<void>;
};

const DESCRIPTION =
  'Only where the server was started with `SANDBOX_CLOCK=on`; elsewhere there is no such route. The clock belongs to the whole installation.';

/** The clock of a sandbox, so that a person sees day 15 today. Never mounted in production. */
export function sandboxClockRoutes({ sandboxClock: clock, catchUp }: SandboxClockParts): Endpoint[] {
  const present = () => ({ now: toIso(clock.clock()), aheadMs: clock.aheadMs() });
  const read = endpoint(
    {
      method: 'GET',
      path: '/v1/sandbox/clock',
      summary: "Read a sandbox's clock",
      description: DESCRIPTION,
      tags: ['Sandbox'],
      auth: { scope: 'programs:write' },
      responses: { 200: { description: 'What time it is here', schema: sandboxClock } },
    },
    async () => {
      await clock.read();
      return { status: 200, body: present() };
    },
  );
  const move = endpoint(
    {
      method: 'POST',
      path: '/v1/sandbox/clock',
      summary: "Move a sandbox's clock forwards",
      description: `${DESCRIPTION} What becomes due is done before the answer: rewards are released, orders go out, open widgets learn of it. Sessions and tokens that end by the jump have ended.`,
      tags: ['Sandbox'],
      auth: { scope: 'programs:write' },
      request: { body: clockMove },
      responses: { 200: { description: 'What time it is now', schema: sandboxClock } },
      example: { advanceDays: 15 },
    },
    async ({ body }) => {
      await clock.move(body);
      await catchUp();
      return { status: 200, body: present() };
    },
  );
  return [read, move];
}
