import { createSwitches, type Switches } from './behaviour.ts';
import { type Clock, createClock } from './clock.ts';
import { type ArmedFaults, createArmedFaults } from './faults.ts';
import { createHooks, type Hooks } from './hooks.ts';
import type { Journal } from './journal.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import type { Settings } from './settings.ts';
import { openStore, type Store } from './store.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** Everything that a route may use. State and rules live in these parts; routes only translate HTTP. */
export type Sandbox = {
  settings: Settings;
  /** Without a slash at its end. */
  publicUrl: string;
  clock: Clock;
  switches: Switches;
  store: Store;
  tokens: Tokens;
  armedFaults: ArmedFaults;
  requests: RequestLog;
  hooks: Hooks;
  /** Aborts when the sandbox is told to stop; whatever waits has to end then. */
  stopping: AbortSignal;
};

type SandboxParts = {
  settings: Settings;
  publicUrl: string;
  journal: Journal;
  systemNow: () => number;
  stopping: AbortSignal;
};

export function createSandbox({ settings, publicUrl, journal, systemNow, stopping }: SandboxParts): Sandbox {
  const store = openStore(journal, settings.fundsMinor);
  const clock = createClock(systemNow, store.state().advancedMs);
  const switches = createSwitches(settings.behaviour);
  return {
    settings,
    publicUrl,
    clock,
    switches,
    store,
    tokens: createTokens(clock),
    armedFaults: createArmedFaults(),
    requests: createRequestLog(),
    hooks: createHooks({ store, clock, switches, publicUrl, stopping }),
    stopping,
  };
}

/** Back to a first start: no order, no token, the first balance, the system's time, the switches of the start. */
export function resetSandbox({ store, clock, tokens, armedFaults, requests, switches }: Sandbox): void {
  store.clear();
  clock.rewind();
  tokens.revokeAll();
  armedFaults.disarm();
  requests.clear();
  switches.restore();
}

/** Moves the sandbox's time forward and delivers the webhooks that have become due. */
export async function advanceSandbox({ store, clock, hooks }: Sandbox, byMs: number): Promise<void> {
  store.record({ kind: 'advanced', byMs });
  clock.advance(byMs);
  await hooks.deliverDue();
}
