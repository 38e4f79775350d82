import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { answerWithin } from './answer-within.ts';
import { createBackground } from './background.ts';
import { createChanges } from './changes.ts';
import type { Config } from './config/config.ts';
import { createAuditSealer } from './domain/audit/seal-audit.ts';
import { type Clock, DAY_MS } from './domain/clock.ts';
import type { Ids } from './domain/ids.ts';
import type { Log } from './domain/log.ts';
import { createMailKinds } from './domain/participant/mail-kind.ts';
import { newEpoch } from './domain/restore/gate.ts';
import type { SendMarkFile } from './domain/restore/send-marks.ts';
import { createSandboxClock } from './domain/sandbox-clock.ts';
import { applyInstallation } from './domain/site/apply-config.ts';
import { createDirectory } from './domain/site/directory.ts';
import { createIds } from './ids.ts';
import { createAlerts } from './observe/alerts.ts';
import { createLogger } from './observe/logger.ts';
import { createMetrics } from './observe/metrics.ts';
import { createTelemetry } from './observe/telemetry.ts';
import { webhookKey } from './observe/webhook-signature.ts';
import { createOrdering, type OrderingOverrides } from './open-ordering.ts';
import { type MasterSecrets, openVault } from './open-vault.ts';
import { createWebhooks, type WebhookOverrides } from './open-webhooks.ts';
import { pauseUntil } from './pause-until.ts';
import { checkpointFile } from './storage/checkpoint-file.ts';
import { openStore } from './storage/open-store.ts';
import { sendMarkFile } from './storage/send-mark-file.ts';
import { readJwks } from './tokens/jwks.ts';
import { createKeyRing } from './tokens/key-ring.ts';
import { createParticipantTokens } from './tokens/participant-token.ts';
import { createReferralTokens } from './tokens/referral-token.ts';
import { createSessionTokens } from './tokens/session-token.ts';
import { createCheckpointSigner, isSignedWith } from './vault/checkpoint-signer.ts';
import { digest } from './vault/digest.ts';
import { createFootprints } from './vault/footprint.ts';
import { createFormNonces } from './vault/form-nonce.ts';
import { createHookMacs } from './vault/hook-mac.ts';
import { createMac } from './vault/mac.ts';
import { createOrderTraces } from './vault/order-traces.ts';
import { createPseudonyms } from './vault/pseudonyms.ts';

/** What a test may put in place of the real thing. */
export type Overrides = OrderingOverrides &
  WebhookOverrides & {
    clock?: Clock;
    ids?: Ids;
    random?: () => number;
    log?: Log;
    /** How it opens its database and how it waits: the simulation decides when each step is taken. */
    openStore?: typeof openStore;
    pause?: typeof pauseUntil;
    sendMarks?: SendMarkFile;
    /** Told every named point that the process passes. */
    onPoint?: (point: string) => void;
    /** SQLite: how many writes share a commit at most; the bench sets 1 to show what sharing is worth. */
    batchLimit?: number;
  };

export type Deps = Awaited<ReturnType<typeof createDeps>>;

/** Referral tokens live as long as an attribution window, and this is the longest that a program may ask for. */
const LONGEST_WINDOW_MS = 3650 * DAY_MS;

/** The one place that picks concrete parts and puts them together. Opens the database; starts nothing. */
export async function createDeps(config: Config, secrets: MasterSecrets, overrides: Overrides = {}) {
  const real = overrides.clock ?? Date.now;
  const ids = overrides.ids ?? createIds();
  const random = overrides.random ?? Math.random;
  const log = overrides.log ?? createLogger({ level: config.logLevel });
  const onPoint = overrides.onPoint ?? (() => {});
  const { publicUrl } = config.http;

  const metrics = createMetrics({ processMetrics: true });
  const telemetry = createTelemetry(log, metrics);
  const opened = await (overrides.openStore ?? openStore)(databaseAddress(config), {
    onPoint,
    log: (message, fields) => log.warn(fields, message),
    onGroup: telemetry.writeGroupCommitted,
    ...(overrides.batchLimit !== undefined && { batchLimit: overrides.batchLimit }),
  });
  const { store, signingKeys, check, close } = opened;
  const { sealer, keys, rotation } = await openVault(opened, secrets, real());
  const hookMacs = createHookMacs(createMac(keys.mac.hookUrl));
  const alerts = createAlerts({
    url: config.alerts.kind === 'webhook' ? config.alerts.url : null,
    key: alertKey(config, keys.alertWebhook.export()),
    log,
    metrics,
    // Receivers compare the time of a signature with their own.
    clock: real,
    newId: () => `msg_${randomUUID()}`,
  });

  const { account } = config.giftCards;
  await applyInstallation({ store, sealer }, newEpoch(ids), account.kind === 'none' ? null : account);
  const sendMarks = overrides.sendMarks ?? sendMarkFile(`${config.auditCheckpoints}.sends`);
  const { epoch } = await store.read.sites.installation();
  const traceOf = createOrderTraces(keys.mac.orderTrace);
  const sandboxClock = createSandboxClock(store, real);
  if (config.sandboxClock) await sandboxClock.read();
  const clock = config.sandboxClock ? sandboxClock.clock : real;

  const directory = createDirectory(store, sealer, clock);
  const keyRing = createKeyRing(signingKeys, sealer, {
    rotateAfterMs: config.signingKeyDays * DAY_MS,
    keepMs: LONGEST_WINDOW_MS,
  });
  const changes = createChanges(store, log);
  const claim = { sealer, claimMac: createMac(keys.mac.claimPath), ids };
  const pseudonyms = createPseudonyms(keys.mac);

  const leaving = Promise.withResolvers<void>();
  const left = new AbortController();
  const pause = overrides.pause ?? pauseUntil;
  const { cut, ...ordering } = createOrdering(
    { ...claim, store, directory, clock, random, alerts, telemetry, log, pause, sendMarks },
    {
      config,
      hookUrl: (orderId) => `${publicUrl}/hooks/gift-card/${orderId}/${hookMacs.macOf(orderId)}`,
      realClock: real,
      onPoint,
      ...overrides,
    },
  );
  const webhooks = createWebhooks(
    { store, sealer, clock, ids, random, alerts, telemetry, log },
    { settings: config.webhooks, realClock: real, leaving: leaving.promise, onPoint, ...overrides },
  );
  const breathe = () => setImmediate();
  const audit = {
    digest,
    signer: createCheckpointSigner(keys.auditCheckpoint),
    isSigned: isSignedWith,
    checkpoints: checkpointFile(config.auditCheckpoints),
  };
  const auditSealer = createAuditSealer({ ...audit, store, clock: real, log, breathe });
  const background = createBackground({
    ...{ ...ordering, store, directory, clock, ids, epoch, traceOf, sealer, digest, pseudonyms, telemetry },
    ...{ breathe, config, log, alerts, sandboxClock, auditSealer, pause, deliveries: webhooks.deliveries },
  });

  return {
    ...claim,
    config,
    addressMs: config.retention.addressMs,
    store,
    epoch,
    traceOf,
    sendMarks,
    directory,
    clock,
    random,
    log,
    metrics,
    telemetry,
    alerts,
    /** How a request waits for its account's turn; it waits no longer once this process leaves. */
    pause: (ms: number) => pause(ms, left.signal),
    ...ordering,
    ...webhooks,
    ...background,
    sandboxClock,
    audit,
    auditSealer,
    rotation,
    /** Does what the clock has made due at once, instead of at the next round. */
    async catchUp() {
      await background.releaseDue();
      await background.makeBatches();
      await background.expireDue();
      ordering.wake();
      webhooks.wakeDeliveries();
      await changes.ask();
    },
    changes,
    publicUrl,
    answerWithin,
    keyRing,
    referralTokens: createReferralTokens(keyRing, publicUrl),
    participantTokens: createParticipantTokens(),
    sessionTokens: createSessionTokens(keys.session, publicUrl),
    keyMac: createMac(keys.mac.secretKey),
    pseudonyms,
    mailKindOf: createMailKinds(disposableEmailBlocklistSet()),
    footprintOf: createFootprints(keys.footprint),
    trustedProxies: config.http.trustedProxies,
    formNonces: createFormNonces(createMac(keys.mac.formNonce)),
    digest,
    isHookMac: hookMacs.verify,
    breathe,
    jwks: () => readJwks(keyRing, clock()),
    ready: async () => {
      await check();
      await keyRing.signingKey(clock());
    },
    /**
     * Gives up on whoever has not answered yet: the upstream, whose orders are asked about again, and the receiver of
     * alerts, which stand in the log.
     */
    leaveUnanswered() {
      cut();
      left.abort();
      leaving.resolve();
    },
    /** Stops what runs in the background and closes the database. Waits for alerts on their way until they are left. */
    async close() {
      await background.stopBackground();
      changes.close();
      await Promise.race([alerts.settled(), leaving.promise]);
      await close();
    },
  };
}

function databaseAddress({ database }: Config): string {
  return database.kind === 'sqlite' ? `file:${database.path}` : database.url;
}

function alertKey(config: Config, derived: Uint8Array): Uint8Array | null {
  if (config.alerts.kind === 'none') return null;
  return config.alerts.secret === null ? derived : webhookKey(config.alerts.secret);
}
