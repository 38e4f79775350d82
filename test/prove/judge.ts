import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { textsIn } from '../support/find-texts.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Sold } from './journal.ts';
import type { Rows } from './rows.ts';

/** What the judge has before it. It shares no code with the product, and believes nothing that the product says. */
export type Evidence = {
  rows: Rows;
  /** The upstream's own books. */
  sold: Sold[];
  /** What clients were told. */
  acknowledged: Acknowledged[];
  /** Everything that servers wrote to their logs. */
  said: string[];
  /** Files of the database, where it has any. */
  files: string[];
  /** Messages that the sites' receiver took, by their id. */
  taken: ReadonlyMap<string, number>;
  /** States that were final when they were seen during the run, by id. */
  finals: ReadonlyMap<string, string>;
  /** How often the budgets were looked at during the run, and what was wrong then. */
  looks: number;
  overdrawn: string[];
  /** Requests of clients, and those of them that were answered as a fault of the server's own. */
  requests: number;
  failed: string[];
};

export type Verdict = { id: string; what: string; looked: number; faults: string[] };

type OrderRow = {
  id: string;
  siteId: string;
  rewardId: string;
  poNumber: string;
  status: string;
  amount: number;
};
type RewardRow = { id: string; siteId: string; eventId: string; status: string; amount: number };

/** At most so many examples of one fault: a report is for people. */
const EXAMPLES = 10;

/** One verdict per invariant of trust.md, part C, and what a locked and a full database must not lead to. */
export async function judge(evidence: Evidence): Promise<Verdict[]> {
  const orders = await evidence.rows.all<OrderRow>(
    'select id, "siteId", "rewardId", "poNumber", status, amount from "order"',
  );
  const rewards = await evidence.rows.all<RewardRow>(
    'select id, "siteId", "eventId", status, amount from reward',
  );
  const verdicts = [
    oneOrderPerReward(evidence, orders, rewards),
    await neverOverdrawn(evidence),
    await everyConversionOnce(evidence, rewards),
    await ledgerBalances(evidence),
    finalStays(evidence, orders, rewards),
    await noSecretInAnyByte(evidence),
    await auditHolds(evidence),
    await messagesArrive(evidence, rewards),
    await nothingCrossesSites(evidence),
    nothingUnknown(orders, rewards),
    noInternalFault(evidence),
    ...wholeFile(evidence),
  ];
  return verdicts.map((verdict) => ({ ...verdict, faults: verdict.faults.slice(0, EXAMPLES) }));
}

/** How many rewards are not with their holders yet, and how many messages are not delivered. */
export async function unsettled(rows: Rows): Promise<number> {
  const [row] = await rows.all<{ open: number }>(
    `select (select count(*) from reward where status not in ('issued', 'opened'))
          + (select count(*) from "webhookDelivery" where status = 'waiting') as open`,
  );
  return Number(row?.open ?? 0);
}

function oneOrderPerReward({ sold }: Evidence, orders: OrderRow[], rewards: RewardRow[]): Verdict {
  const faults: string[] = [];
  const byNumber = new Map(orders.map((order) => [order.poNumber, order]));
  const bought = new Map<string, number>();
  for (const { poNumber, valueMinor } of sold) {
    const order = byNumber.get(poNumber);
    if (!order) faults.push(`${poNumber} was sold, and no order has this number`);
    else {
      bought.set(order.rewardId, (bought.get(order.rewardId) ?? 0) + 1);
      if (order.amount !== valueMinor)
        faults.push(`${poNumber} was sold for ${valueMinor}, ordered for ${order.amount}`);
    }
  }
  for (const { id } of rewards) {
    const times = bought.get(id) ?? 0;
    if (times !== 1) faults.push(`${id} was bought ${times} times`);
  }
  return {
    id: 'I1',
    what: 'one upstream order per reward, by the upstream’s journal',
    looked: sold.length,
    faults,
  };
}

async function neverOverdrawn({ rows, overdrawn, looks }: Evidence): Promise<Verdict> {
  const now = await rows.all<{ programId: string }>(OVERDRAWN);
  const faults = [...overdrawn, ...now.map(({ programId }) => `${programId} is overdrawn at the end`)];
  return { id: 'I2', what: 'reserved + spent never exceed the budget', looked: looks + 1, faults };
}

/** Budgets that promise more than they have. */
export const OVERDRAWN = `select "programId" from budget where reserved < 0 or (ceiling is not null and reserved + spent > ceiling)`;

async function everyConversionOnce({ rows, acknowledged }: Evidence, rewards: RewardRow[]): Promise<Verdict> {
  const events = await rows.all<{ siteId: string; eventId: string }>(`select "siteId", "eventId" from event`);
  const times = new Map<string, number>();
  for (const { siteId, eventId } of events) {
    const key = `${siteId}/${eventId}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const stored = new Set(rewards.map(({ id }) => id));
  const perEvent = Map.groupBy(rewards, ({ siteId, eventId }) => `${siteId}/${eventId}`);
  const faults: string[] = [];
  for (const { site, eventId, rewardIds } of acknowledged) {
    const key = `${site}/${eventId}`;
    if (times.get(key) !== 1) faults.push(`${key} was answered and is there ${times.get(key) ?? 0} times`);
    if (perEvent.get(key)?.length !== 2)
      faults.push(`${key} earned ${perEvent.get(key)?.length ?? 0} rewards, not 2`);
    for (const id of rewardIds)
      if (!stored.has(id)) faults.push(`${id} was promised for ${key} and is not there`);
  }
  return {
    id: 'I3',
    what: 'every acknowledged conversion exists once, with its rewards',
    looked: acknowledged.length,
    faults,
  };
}

async function ledgerBalances({ rows }: Evidence): Promise<Verdict> {
  const budgets = await rows.all<{
    programId: string;
    reserved: number;
    spent: number;
    open: number;
    paid: number;
  }>(
    `select budget."programId", budget.reserved, budget.spent,
       coalesce(sum(case kind when 'reserve' then amount when 'loss' then 0 else -amount end), 0) as open,
       coalesce(sum(case kind when 'spend' then amount else 0 end), 0) as paid
     from budget left join "budgetEntry" entry on entry."programId" = budget."programId"
     group by budget."programId", budget.reserved, budget.spent`,
  );
  const faults = budgets
    .filter(({ reserved, spent, open, paid }) => reserved !== Number(open) || spent !== Number(paid))
    .map((budget) => `the ledger does not make the balance: ${JSON.stringify(budget)}`);
  return { id: 'I4', what: 'the ledger’s entries make each balance', looked: budgets.length, faults };
}

function finalStays({ finals }: Evidence, orders: OrderRow[], rewards: RewardRow[]): Verdict {
  const now = new Map([...orders, ...rewards].map(({ id, status }) => [id, status]));
  const faults = [...finals]
    .filter(([id, status]) => now.get(id) !== status)
    .map(([id, status]) => `${id} was ${status} and is ${now.get(id) ?? 'gone'}`);
  return { id: 'I5', what: 'final states seen during the run never changed', looked: finals.size, faults };
}

async function noSecretInAnyByte({ rows, sold, said, files }: Evidence): Promise<Verdict> {
  const secrets = sold.flatMap(({ secrets }) => secrets);
  const faults: string[] = [];
  const search = (place: string, bytes: Buffer) => {
    const { size } = textsIn(bytes, secrets);
    if (size > 0) faults.push(`${size} claim links stand in plain in ${place}`);
  };
  for (const file of files.filter(existsSync)) search('a file of the database', readFileSync(file));
  search('what the servers said', Buffer.from(said.join('\n')));
  if (files.length === 0) {
    const claims = await rows.all('select * from claim');
    search('the table of claims', Buffer.from(JSON.stringify(claims)));
  }
  return { id: 'I6', what: 'no claim link in any file or log', looked: secrets.length, faults };
}

type Link = Record<'id' | 'siteId' | 'subject' | 'subjectId' | 'status' | 'actor' | 'reason', string> & {
  sequence: number;
  hash: string;
  createdAt: number;
};

/** The audit's chain, computed anew from the published rule. */
async function auditHolds({ rows }: Evidence): Promise<Verdict> {
  const links = await rows.all<Link>(
    'select sequence, hash, audit.* from "auditLink" link join audit on audit.id = link."auditId" order by sequence',
  );
  const [count] = await rows.all<{ links: number }>('select count(*) as links from "auditLink"');
  const faults: string[] = [];
  if (Number(count?.links) !== links.length) faults.push('an entry of the chain is gone');
  let previous = 'goodturn audit 1';
  for (const { sequence, hash, id, siteId, subject, subjectId, status, actor, reason, createdAt } of links) {
    const said = [previous, sequence, id, siteId, subject, subjectId, status, actor, reason, createdAt];
    const expected = createHash('sha256').update(JSON.stringify(said)).digest('base64url');
    if (expected !== hash) faults.push(`entry ${sequence} (${id}) does not follow`);
    previous = hash;
  }
  return { id: 'I7', what: 'the audit’s chain holds', looked: links.length, faults };
}

/** The outbox: each reward was told of, and what counts as delivered did arrive. */
async function messagesArrive({ rows, taken }: Evidence, rewards: RewardRow[]): Promise<Verdict> {
  const deliveries = await rows.all<{ messageId: string; status: string; type: string; data: string }>(
    `select "messageId", status, type, data from "webhookDelivery" delivery
     join "webhookMessage" message on message.id = delivery."messageId"`,
  );
  const faults: string[] = [];
  for (const { messageId, status } of deliveries) {
    if (status === 'waiting') faults.push(`${messageId} was never delivered`);
    if (status === 'delivered' && !taken.has(messageId)) faults.push(`${messageId} did not arrive`);
  }
  const issued = deliveries.filter(({ type }) => type === 'reward.issued').map(({ data }) => data);
  const toldOf = new Set(issued.flatMap((data) => data.match(/rwd_\w+/g) ?? []));
  for (const { id } of rewards) if (!toldOf.has(id)) faults.push(`nobody was told of ${id}`);
  return {
    id: 'I8',
    what: 'every reward was told of, and every message arrived',
    looked: deliveries.length,
    faults,
  };
}

const CROSSINGS = [
  `select reward.id from reward join event on event.id = reward."eventRowId" where event."siteId" <> reward."siteId"`,
  `select "order".id from "order" join reward on reward.id = "order"."rewardId" where reward."siteId" <> "order"."siteId"`,
  `select reward.id from reward join participant on participant.id = reward."participantId" where participant."siteId" <> reward."siteId"`,
  `select referral.id from referral join participant on participant.id in (referral."referrerId", referral."friendId") where participant."siteId" <> referral."siteId"`,
];

async function nothingCrossesSites({ rows }: Evidence): Promise<Verdict> {
  const crossed = (await Promise.all(CROSSINGS.map((sql) => rows.all<{ id: string }>(sql)))).flat();
  const faults = crossed.map(({ id }) => `${id} points at another site’s row`);
  return { id: 'I9', what: 'no row of one site points at another’s', looked: CROSSINGS.length, faults };
}

function nothingUnknown(orders: OrderRow[], rewards: RewardRow[]): Verdict {
  const faults = [
    ...orders.filter(({ status }) => status !== 'completed').map(({ id, status }) => `${id} is ${status}`),
    ...rewards.filter(({ status }) => status !== 'issued').map(({ id, status }) => `${id} is ${status}`),
  ];
  return { id: 'I10', what: 'nothing is left unknown or on its way', looked: orders.length, faults };
}

/** Trouble of the database is answered with 503 and a time to come again, never as a fault. */
function noInternalFault({ requests, failed }: Evidence): Verdict {
  const faults = failed.map((path) => `${path} was answered with 500`);
  return {
    id: 'answers',
    what: 'no request was answered as a fault of the server',
    looked: requests,
    faults,
  };
}

function wholeFile({ rows }: Evidence): Verdict[] {
  if (!rows.fileFaults) return [];
  return [{ id: 'file', what: 'the file is whole, as SQLite sees it', looked: 1, faults: rows.fileFaults() }];
}
