import type { Config } from './config/config.ts';
import { expireReferrals } from './domain/attribution/expire-referrals.ts';
import type { AuditSealer } from './domain/audit/seal-audit.ts';
import { runBatches } from './domain/batch/run-batches.ts';
import { HOUR_MS, SECOND_MS } from './domain/clock.ts';
import { FOLLOW_ROUND_MS, followDeliveries } from './domain/delivery/follow-deliveries.ts';
import { tellStuck } from './domain/order/tell-stuck.ts';
import { releaseRewards } from './domain/reward/release-rewards.ts';
import type { SandboxClock } from './domain/sandbox-clock.ts';
import { followSealing } from './domain/sealing/open-sealing.ts';
import { FOLLOW_MS } from './domain/sealing/rotate-keys.ts';
import { checkPrograms } from './jobs/check-programs.ts';
import { keepCatalogues } from './jobs/keep-catalogues.ts';
import { prune } from './jobs/prune.ts';
import { type Chore, createRounds } from './jobs/rounds.ts';
import type { Worker } from './jobs/worker.ts';
import type { pauseUntil } from './pause-until.ts';

type First<F extends (...given: never[]) => unknown> = Parameters<F>[0];

type Parts = Omit<First<typeof runBatches>, 'wake'> &
  First<typeof releaseRewards> &
  First<typeof expireReferrals> &
  First<typeof tellStuck> &
  First<typeof prune> &
  Omit<First<typeof keepCatalogues>, 'pause' | 'signal'> &
  Omit<First<typeof followDeliveries>, 'pause' | 'signal'> &
  First<typeof followSealing> & {
    config: Config;
    sandboxClock: SandboxClock;
    auditSealer: AuditSealer;
    pause: typeof pauseUntil;
    /** They take what is due by themselves: some rounds wake the first, and both stop before all rounds. */
    worker: Worker;
    deliveries: Worker;
  };

/** How long an entry of the audit waits for its place in the chain. */
const SEAL_AUDIT_MS = 5 * SECOND_MS;

/** What runs beside the requests: the workers, and chores in their rounds. */
export function createBackground(parts: Parts) {
  const { config, log, worker, deliveries, auditSealer } = parts;
  const { pollMs } = config.ordering;
  const leaving = new AbortController();
  const { signal } = leaving;
  const asking = { ...parts, signal, pause: (ms: number) => parts.pause(ms, signal) };
  const wake = () => worker.wake();

  async function releaseDue(): Promise<void> {
    if ((await releaseRewards(parts)) > 0) wake();
  }

  async function expireDue(): Promise<void> {
    await expireReferrals(parts);
  }

  function makeBatches(until: AbortSignal = signal): Promise<void> {
    return runBatches({ ...parts, wake }, until);
  }

  const every = (everyMs: number, ...chores: Chore[]) => createRounds(chores, everyMs, log);
  const batches = every(pollMs, { name: 'make the rewards of batches', run: () => makeBatches() });
  // One after another: alerts first, and what waits for an upstream last, with what needs its answers.
  const hourly = every(
    HOUR_MS,
    { name: 'tell stuck orders', run: () => tellStuck(parts) },
    { name: 'prune', run: () => prune(parts) },
    { name: 'expire referrals', run: expireDue },
    { name: 'keep catalogues', run: () => keepCatalogues(asking) },
    { name: 'check programs', run: () => checkPrograms(parts) },
  );
  // By itself, since it waits for an upstream.
  const follows = every(FOLLOW_ROUND_MS, { name: 'follow deliveries', run: () => followDeliveries(asking) });
  const rounds = [
    every(pollMs, { name: 'release rewards', run: releaseDue }),
    batches,
    every(FOLLOW_MS, { name: 'read the sealing keys', run: () => followSealing(parts) }),
    every(SEAL_AUDIT_MS, { name: 'seal the audit', run: async () => void (await auditSealer.seal()) }),
    hourly,
    follows,
  ];
  if (config.sandboxClock)
    rounds.push(every(SECOND_MS, { name: 'read the clock', run: parts.sandboxClock.read }));

  return {
    hourly,
    follows,
    releaseDue,
    expireDue,
    makeBatches,
    batchesDue: () => batches.now(),
    startBackground() {
      for (const each of [worker, deliveries, ...rounds]) each.start();
    },
    /**
     * The workers first, then the rounds: each finishes what it has begun. Batches stop between two pieces, and following
     * between two cards.
     */
    async stopBackground() {
      leaving.abort();
      await Promise.all([worker.stop(), deliveries.stop()]);
      for (const round of rounds) await round.stop();
    },
  };
}
