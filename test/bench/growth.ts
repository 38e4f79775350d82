/**
 * How deciding one event grows with what is stored: 20 rules, limits and fraud checks for a referrer, first in an empty
 * database, then beside a million events and with ten thousand referrals of this referrer. The aim is at most twice the
 * time at the median, and no table read from end to end.
 *
 *     npm run bench:growth
 *     npm run bench:growth -- --events 100000 --referrals 1000
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { readConfig } from '../../server/config/config.ts';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { createDeps, type Deps } from '../../server/deps.ts';
import { acceptEvent } from '../../server/domain/event/accept-event.ts';
import { NO_PAYMENT } from '../../server/domain/event/event-input.ts';
import { ensureParticipant } from '../../server/domain/participant/ensure-participant.ts';
import { participantFacts } from '../../server/domain/participant/participant-facts.ts';
import { applyConfig } from '../../server/domain/site/apply-config.ts';
import type { Site } from '../../server/domain/site/site.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type SeededDatabase, seededFile } from './seeded-database.ts';
import { seededPostgres } from './seeded-postgres.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    referrals: { type: 'string', default: '10000' },
  },
});
const EVENTS = Number(values.events);
const REFERRALS = Number(values.referrals);
const WARM_UP = 100;
const MEASURED = 400;
const AIM = 2;

const gift = (to: 'referrer' | 'friend') =>
  ({ to, productId: 'CVS', value: { amount: 1000, currency: 'USD' }, delivery: 'Links' }) as const;

/** Nineteen rules that ask and refuse, and one that earns for both sides. */
const CONFIG = acmeConfig({
  rules: Array.from({ length: 20 }, (_, n) => ({
    id: `rule-${n}`,
    on: 'purchase',
    when: n === 0 ? { firstOnly: true } : { metadata: { never: n } },
    milestone: n === 1 ? { every: 5 } : null,
    rewards: [gift('referrer'), gift('friend')],
  })),
  limits: { perReferrer: { count: 1_000_000, per: 'year' }, perDay: 1_000_000, total: 10_000_000 },
  budget: null,
  fraud: { level: 'strict' },
});

const folder = await mkdtemp(join(tmpdir(), 'goodturn-growth-'));
try {
  for (const [name, seeded] of [
    ['SQLite', seededFile(folder)],
    ['PostgreSQL', await seededPostgres()],
  ] as const) {
    await measure(name, seeded);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
// A server that this run started ends with it.
process.exit();

async function measure(name: string, seeded: SeededDatabase): Promise<void> {
  const deps = await openDeps(seeded.url);
  const empty = await medianOf(deps, 'empty');
  console.log(`${name}: ${empty.toFixed(2)} ms at the median in an empty database`);
  await deps.close();
  await grow(seeded.url);
  const grown = await openDeps(seeded.url);
  const full = await medianOf(grown, 'full');
  const ratio = full / empty;
  const verdict = ratio <= AIM ? 'met' : 'MISSED';
  console.log(
    `${name}: ${full.toFixed(2)} ms beside ${EVENTS} events and ${REFERRALS} referrals: ${ratio.toFixed(2)} times (aim ≤ ${AIM}, ${verdict})`,
  );
  await grown.close();
  await seeded.discard();
}

async function openDeps(databaseUrl: string): Promise<Deps> {
  const env = readEnv({
    PUBLIC_URL: 'https://go.acme.example',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    ORDERING: 'off',
    ...SECRETS,
  });
  const deps = await createDeps(readConfig(env), SECRETS.GOODTURN_SECRET, { log: quietLog });
  await applyConfig(deps, parseConfigFile(JSON.stringify(CONFIG), env), deps.clock());
  return deps;
}

/** The median time of one event after another, in ms: each of a new friend of the same referrer, who buys at once. */
async function medianOf(deps: Deps, prefix: string): Promise<number> {
  const site = (await deps.directory.current()).byId('acme');
  if (!site) throw new Error('the site is missing');
  const ada = await ensureParticipant(deps, site, { siteId: site.id, externalId: 'ada' }, deps.clock());
  const code = ada.codes[0]?.code ?? '';
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + MEASURED; n += 1) {
    const input = purchaseOf(deps, site, code, `${prefix}_${n}`);
    const startedAt = performance.now();
    const { event } = await acceptEvent(deps, input);
    if (event.rewards.length === 0) throw new Error(`earned nothing: ${JSON.stringify(event)}`);
    if (n >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[MEASURED / 2] ?? 0;
}

function purchaseOf(deps: Deps, site: Site, code: string, id: string) {
  const customer = { id, email: `${id}@example.com` };
  const now = deps.clock();
  return {
    site,
    request: { type: 'purchase', eventId: id, customer, amount: { amount: 4200, currency: 'USD' } },
    trust: 'verified' as const,
    evidence: { code, token: null, coupon: null },
    customer: participantFacts(deps, site.id, { externalId: id, email: customer.email }, now),
    payment: NO_PAYMENT,
    customerMacs: [deps.pseudonyms.customer({ id }), deps.pseudonyms.customer({ email: customer.email })],
    fingerprint: id,
    occurredAt: now,
  };
}

/** Friends of the referrer, and what all of them did over a year, written by the database itself. */
async function grow(url: string): Promise<void> {
  const database = await openDatabase<object>(url);
  const at = Date.now() - 365 * 86_400_000;
  const numbers = (count: number) =>
    sql.raw(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`);
  await database.write('seed', async (db: Kysely<object>) => {
    await sql`insert into participant (id, "siteId", "externalId", "createdAt")
      ${numbers(REFERRALS)} select 'par_old' || i, 'acme', 'friend_' || i, ${sql.raw(String(at))} from n where true`.execute(
      db,
    );
    await sql`insert into referral (id, "siteId", "programId", "programVersion", "referrerId", "friendId", code, "matchedBy", evidence, status, reason, "createdAt")
      ${numbers(REFERRALS)} select 'rfl_old' || n.i, 'acme', 'friends', 1, code."participantId", 'par_old' || n.i, code.code, 'code', 'code', 'qualified', 'action_done', ${sql.raw(String(at))} + cast(n.i as bigint) * 3000000
      from n, code where code."programId" = 'friends' and code."participantId" = (select id from participant where "externalId" = 'ada')`.execute(
      db,
    );
    await sql`insert into event (id, "siteId", "eventId", type, "customerId", trust, status, fingerprint, "occurredAt", "createdAt")
      ${numbers(EVENTS)} select 'evt_old' || i, 'acme', 'old_' || i, 'purchase', 'friend_' || (i % ${sql.raw(String(REFERRALS))}), 'verified', 'recorded', '', ${sql.raw(String(at))} + cast(i as bigint) * 30000, ${sql.raw(String(at))} + cast(i as bigint) * 30000 from n where true`.execute(
      db,
    );
  });
  // As an autovacuum does in the background of every real database.
  await database.write('analyze', (db) => sql`analyze`.execute(db));
  await database.close();
}
