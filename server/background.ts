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
import { createRounds } from './jobs/rounds.ts';
import type { Worker } from './jobs/worker.ts';
import type { pauseUntil } from './pause-until.ts';

type First<F extends (...given: never[]) => unknown> = Parameters<F>[0];

type Parts = Omit<First<typeof runBatches>, 'wake'> &
  First<typeof releaseRewards> &
  First<typeof expireReferrals> &
  First<typeof tellStuck> &
  First<typeof prune> &
  Omit<First<typeof keepCatalogues>, 'pause' | 'ratePerSecond' | 'concurrency' | 'leaseMs'> &
  First<typeof followSealing> & {
    config: Config;
    sandboxClock: SandboxClock;
    auditSealer: AuditSealer;
    pause: typeof pauseUntil;
  };

/** Those who take what is due by themselves: they are woken by some rounds, and stop before all of them. */
type Workers = { worker: Worker; deliveries: Worker };

/** How long an entry of the audit waits for its place in the chain. */
const SEAL_AUDIT_MS = 5 * SECOND_MS;

/** What runs beside the requests, each in its rounds. Starts nothing. */
export function createBackground(parts: Parts, { worker, deliveries }: Workers) {
  const { store, directory, clock, ids, epoch, traceOf, sealer, telemetry, digest, pseudonyms, breathe } =
    parts;
  const { config, giftCards, log, alerts, accountOf, catalogueReadings } = parts;
  const { sandboxClock, auditSealer, pause } = parts;
  const leaving = new AbortController();
  const expireDue = async () => {
    await expireReferrals({ store, directory, clock, ids });
  };
  const { ratePerSecond, concurrency } = config.giftCards;
  const asking = {
    ...{ store, clock, giftCards, accountOf, catalogueReadings, log },
    ...{ ratePerSecond, concurrency, leaseMs: config.ordering.leaseMs },
    pause: (ms: number) => pause(ms, leaving.signal),
    signal: leaving.signal,
  };
  const follow = () => followDeliveries({ ...asking, ids, sealer });
  // One after another: alerts first, and what waits for an upstream last, with what needs its answers.
  const hourly = createRounds(
    [
      { name: 'tell stuck orders', run: () => tellStuck({ store, clock, alerts }) },
      { name: 'prune', run: () => prune({ store, clock, config }) },
      { name: 'expire referrals', run: expireDue },
      { name: 'keep catalogues', run: () => keepCatalogues(asking) },
      { name: 'check programs', run: () => checkPrograms({ store, log }) },
    ],
    HOUR_MS,
    log,
  );
  // By itself, since it waits for an upstream.
  const follows = createRounds([{ name: 'follow deliveries', run: follow }], FOLLOW_ROUND_MS, log);
  const releaseDue = async () => {
    if ((await releaseRewards({ store, directory, clock, ids, epoch, traceOf, sealer })) > 0) worker.wake();
  };
  const releases = createRounds([{ name: 'release rewards', run: releaseDue }], config.ordering.pollMs, log);

  const makeBatches = (signal: AbortSignal = leaving.signal) =>
    runBatches(
      {
        ...{ store, directory, clock, ids, epoch, traceOf, sealer, digest, pseudonyms, telemetry, breathe },
        ...{ wake: () => worker.wake(), log },
      },
      signal,
    );
  const batches = createRounds(
    [{ name: 'make the rewards of batches', run: () => makeBatches() }],
    config.ordering.pollMs,
    log,
  );

  const clockReads = createRounds(
    config.sandboxClock ? [{ name: 'read the clock', run: sandboxClock.read }] : [],
    SECOND_MS,
    log,
  );
  const keyReads = createRounds(
    [{ name: 'read the sealing keys', run: () => followSealing({ store, sealer }) }],
    FOLLOW_MS,
    log,
  );

  const auditSeals = createRounds(
    [{ name: 'seal the audit', run: async () => void (await auditSealer.seal()) }],
    SEAL_AUDIT_MS,
    log,
  );

  return {
    rounds: {
      hourly,
      follows,
      releases,
      releaseDue,
      batches,
      makeBatches,
      batchesDue: () => batches.now(),
      clockReads,
      keyReads,
      auditSeals,
      expireDue,
    },
    /**
     * The workers first, then the rounds: each finishes what it has begun. Batches stop between two pieces, and following
     * between two cards.
     */
    async stop() {
      leaving.abort();
      await Promise.all([worker.stop(), deliveries.stop()]);
      await releases.stop();
      await batches.stop();
      await clockReads.stop();
      await keyReads.stop();
      await auditSeals.stop();
      await hourly.stop();
      await follows.stop();
    },
  };
}
