import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PersonKey } from '../../domain/person/person.ts';
import type { Tables } from '../tables.ts';

type Found = Record<string, Record<string, unknown>[]>;

/** Every row about a person, by table. Answers are left out: they repeat what the other tables hold. */
export async function rowsAbout(db: Kysely<Tables>, person: PersonKey): Promise<Found> {
  const { siteId, participantId, customerMacs } = person;
  const { events, rewards, orders, referrals, entries, batchItems } = idsAbout(db, person);
  const programs = db.selectFrom('program').select('id').where('siteId', '=', siteId);
  const isTheirs = sql<boolean>`"participantId" = ${participantId}`;
  const isListed = sql<boolean>`"siteId" = ${siteId} and mac in (${sql.join(customerMacs)})`;
  const conditions: Partial<Record<keyof Tables, RawBuilder<boolean>>> = {
    participant: sql`id = ${participantId}`,
    code: isTheirs,
    click: sql`id in ${clicksOf(db, participantId)}`,
    sighting: isTheirs,
    arrival: isTheirs,
    referral: sql`id in ${referrals}`,
    event: sql`id in ${events}`,
    decision: sql`"eventRowId" in ${events}`,
    reward: sql`id in ${rewards}`,
    order: sql`id in ${orders}`,
    attempt: sql`"orderId" in ${orders}`,
    claim: sql`"rewardId" in ${rewards}`,
    contact: isTheirs,
    destination: sql`"rewardId" in ${rewards}`,
    budgetEntry: sql`"rewardId" in ${rewards}`,
    batchItem: sql`id in ${batchItems}`,
    approval: sql`"rewardId" in ${rewards}`,
    qualification: isTheirs,
    question: isTheirs,
    limitUse: sql`"programId" in ${programs} and scope = ${participantId}`,
    termsAcceptance: isTheirs,
    knownCustomer: isListed,
    audit: sql`id in ${entries}`,
    note: sql`"auditId" in ${entries}`,
    erasedPerson: isListed,
  };
  const found: Found = {};
  for (const [table, condition] of Object.entries(conditions)) {
    const query = sql<Record<string, unknown>>`select * from ${sql.table(table)} where ${condition}`;
    const { rows } = await query.execute(db);
    found[table] = rows;
  }
  return found;
}

/** The ids of what belongs to a person, as queries to be put into others. */
export function idsAbout(db: Kysely<Tables>, { siteId, participantId, externalId }: PersonKey) {
  const own = db.selectFrom('event').select('id').where('siteId', '=', siteId);
  const events = own.where('customerId', '=', externalId);
  const rewards = db.selectFrom('reward').select('id').where('participantId', '=', participantId);
  const orders = db.selectFrom('order').select('id').where('rewardId', 'in', rewards);
  const referrals = db
    .selectFrom('referral')
    .select('id')
    .where(({ or, eb }) => or([eb('referrerId', '=', participantId), eb('friendId', '=', participantId)]));
  const itself = db.selectFrom('participant').select('id').where('id', '=', participantId);
  const batches = db.selectFrom('batch').select('id').where('siteId', '=', siteId);
  const ofBatches = db.selectFrom('batchItem').select('id');
  // Those whose reward is not made yet are known by the site's own id alone.
  const batchItems = ofBatches
    .where('externalId', '=', externalId)
    .where('batchRowId', 'in', batches)
    .union(ofBatches.where('rewardId', 'in', rewards));
  // One list of subjects, so that the audit is looked up by its index.
  const subjects = itself.union(rewards).union(orders).union(referrals);
  const entries = db.selectFrom('audit').select('id').where('subjectId', 'in', subjects);
  return { events, rewards, orders, referrals, entries, batchItems };
}

/** Clicks by which the person is known to have come. */
export function clicksOf(db: Kysely<Tables>, participantId: string) {
  return (
    db
      .selectFrom('referral')
      // The oldest referrals have it in their evidence only.
      .select(
        sql<string>`coalesce("clickId", substr(evidence, ${sql.lit('click '.length + 1)}))`.as('clickId'),
      )
      .where('friendId', '=', participantId)
      .where(({ or, eb }) => or([eb('matchedBy', '=', 'token'), eb('clickId', 'is not', null)]))
  );
}
