import type { ClockMove } from '../../shared/contract/sandbox-clock.ts';
import { type Clock, DAY_MS } from './clock.ts';
import { DomainError } from './errors.ts';
import type { Store } from './store.ts';

/** A clock that runs ahead of real time by what the database says, so that all processes and restarts agree. */
export type SandboxClock = {
  clock: Clock;
  /** How far ahead it is, in ms. */
  aheadMs(): number;
  /** Takes over what another process moved. */
  read(): Promise<void>;
  /** Moves it forwards. Throws `invalid_body` for an instant that is not ahead, or too far. */
  move(move: ClockMove): Promise<void>;
};

/** The year 9999: beyond it, instants have no ISO form that clients read. */
const LAST_INSTANT = Date.UTC(9999, 0);

/** The sandbox clock over `real` time. It stands at real time until it is read or moved. */
export function createSandboxClock(store: Store, real: Clock): SandboxClock {
  let ahead = 0;

  return {
    clock: () => real() + ahead,
    aheadMs: () => ahead,
    async read() {
      ahead = (await store.read.sites.installation()).clockAheadMs;
    },
    async move(move) {
      ahead = await store.write('move-clock', async (rows) => {
        await rows.sites.lock();
        const { clockAheadMs } = await rows.sites.installation();
        const next = aheadAfter(move, clockAheadMs, real());
        await rows.sites.setClockAhead(next);
        // What every open widget shows may depend on the time: dates, and what a program is now.
        await rows.codes.touchAll();
        return next;
      });
    },
  };
}

function aheadAfter({ advanceDays, advanceMs, now }: ClockMove, ahead: number, real: number): number {
  const next =
    now === undefined ? ahead + (advanceMs ?? 0) + (advanceDays ?? 0) * DAY_MS : Date.parse(now) - real;
  const path = now !== undefined ? 'now' : advanceDays !== undefined ? 'advanceDays' : 'advanceMs';
  if (next <= ahead) throw refusal(path, 'must be later than the clock: it only moves forwards');
  if (real + next > LAST_INSTANT) throw refusal(path, 'must not lead beyond the year 9999');
  return next;
}

function refusal(path: string, message: string): DomainError {
  return new DomainError('invalid_body', `${path} ${message}.`, { errors: [{ path, message }] });
}
