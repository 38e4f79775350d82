import { type BatchHead, MAX_BATCH_ITEMS } from '../../../shared/contract/batch.ts';
import type { Money } from '../../../shared/money.ts';
import type { Alert } from '../alerts.ts';
import { Trail } from '../audit/trail.ts';
import { lowBudgetAlert } from '../budget/budget-alerts.ts';
import { coveredBy } from '../budget/covered-by.ts';
import type { Mac, Sealer } from '../claim/sealer.ts';
import type { Clock } from '../clock.ts';
import { sealAddress } from '../delivery/address.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { LostRace } from '../lost-race.ts';
import { keptProducts } from '../order/kept-catalogue.ts';
import { namedProgram } from '../site/named-program.ts';
import type { Program } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import { announce } from '../webhook/announce.ts';
import type { BatchItem, BatchRecord } from './batch.ts';
import { batchApprovalsNeeded } from './batch-approval.ts';
import { checkItems } from './check-items.ts';
import { defaultsOf } from './defaults.ts';
import type { RawItem, ReadItem, SoundItem } from './item.ts';
import { readItems } from './read-items.ts';

type AcceptBatchParts = {
  store: Store;
  clock: Clock;
  ids: Ids;
  sealer: Sealer;
  /** Keyed, since the rows tell where people can be reached. */
  keyMac: Mac;
  /** Lets everything else that waits in this process go first. */
  breathe: () => Promise<void>;
};

/** A batch as it came, by whom. */
type BatchOffer = { site: Site; head: BatchHead; items: readonly RawItem[]; actor: string };

/** `alerts` are raised by the caller once the write stands. */
type AcceptedBatch = { batch: BatchRecord; isNew: boolean; alerts: Alert[] };

/**
 * Checks a whole batch, then writes it down with all its items and reserves its value, as one transaction: its rewards
 * are made afterwards, piece by piece. The same batch again is answered as it was at first.
 * Throws `invalid_body` with a report of every row that is not right, `bad_request` for a program that is not the
 * site's or has its budget in another currency, `budget_exhausted`, and `conflict` for a `batchId` that was used for
 * other content.
 */
export async function acceptBatch(parts: AcceptBatchParts, offer: BatchOffer): Promise<AcceptedBatch> {
  const { site, head, actor } = offer;
  refuseCount(offer.items.length);
  const program = namedProgram(site, head.programId);
  const read = await readItems(offer.items, parts.breathe);
  const fingerprint = parts.keyMac(identityOf(head, read));
  const known = await parts.store.read.batches.byBatchId(site.id, head.batchId);
  if (known) return repeated(known, fingerprint);

  const sound = await soundItems(parts, { site, head, program, read });
  const value = totalOf(sound);
  const approvalsNeeded = batchApprovalsNeeded(program.live.approval, value);
  const batch: BatchRecord = {
    id: parts.ids.next('bat'),
    siteId: site.id,
    ...head,
    fingerprint,
    madeBy: actor,
    items: sound.length,
    value,
    approvalsNeeded,
    ...firstState(approvalsNeeded, parts.clock()),
    createdAt: parts.clock(),
    completedAt: null,
  };
  const items = sound.map((each) => itemOf(parts, batch, each));
  // All rows have the currency of the first.
  const currencyPath = read[0]?.path('value.currency') ?? 'items';
  return parts.store.write('accept-batch', (rows) =>
    insertBatch(rows, parts, { batch, items, currencyPath }),
  );
}

async function insertBatch(
  rows: Rows,
  { ids }: AcceptBatchParts,
  { batch, items, currencyPath }: { batch: BatchRecord; items: BatchItem[]; currencyPath: string },
): Promise<AcceptedBatch> {
  const { siteId, batchId, programId, value, createdAt } = batch;
  const known = await rows.batches.byBatchId(siteId, batchId);
  if (known) return repeated(known, batch.fingerprint);
  await coveredBy(rows, { programId, value, path: currencyPath });
  if (!(await rows.batches.insert(batch, items))) throw new LostRace('the batch was accepted elsewhere');
  const trail = new Trail(ids, createdAt, batch.madeBy);
  const { id, status } = batch;
  trail.step({ siteId, subject: 'batch', subjectId: id, status, reason: 'batch_accepted' });
  await trail.store(rows);
  const entry = { id: ids.next('bud'), programId, batchRowId: id, amount: value.amount, createdAt };
  const after = await rows.budgets.reserveBatch({ ...entry, kind: 'reserve' });
  const low = lowBudgetAlert(after, value.amount);
  if (low) {
    const data = { programId, status: 'low' } as const;
    await announce(rows, ids, createdAt, [{ siteId, type: 'budget.low', data }]);
  }
  return { batch, isNew: true, alerts: low ? [low] : [] };
}

function refuseCount(count: number): void {
  if (count >= 1 && count <= MAX_BATCH_ITEMS) return;
  const limit = MAX_BATCH_ITEMS.toLocaleString('en');
  const message = `must be 1 to ${limit} rows, not ${count.toLocaleString('en')}`;
  throw new DomainError('invalid_body', `items ${message}.`, { errors: [{ path: 'items', message }] });
}

function identityOf({ programId, delivery }: BatchHead, items: readonly ReadItem[]): string {
  return JSON.stringify(['batch', programId, delivery, items.map(({ request }) => request)]);
}

function repeated(known: BatchRecord, fingerprint: string): AcceptedBatch {
  if (known.fingerprint === fingerprint) return { batch: known, isNew: false, alerts: [] };
  throw new DomainError('conflict', `The batchId ${known.batchId} was used before for another batch.`);
}

type Read = Pick<BatchOffer, 'site' | 'head'> & { program: Program; read: ReadItem[] };

async function soundItems(
  { store, breathe }: AcceptBatchParts,
  { site, head, program, read }: Read,
): Promise<SoundItem[]> {
  return checkItems(read, {
    terms: head,
    defaults: defaultsOf(program, head),
    products: (await keptProducts(store.read, site.accountId)) ?? null,
    blocked: await blockedAmong(store.read, site.id, read),
    breathe,
  });
}

/** Ids in one question to the database. */
const AT_ONCE = 500;

async function blockedAmong(rows: Rows, siteId: string, read: ReadItem[]): Promise<Set<string>> {
  const named = [...new Set(read.flatMap(({ request }) => request.recipient.externalId ?? []))];
  const blocked = new Set<string>();
  for (let at = 0; at < named.length; at += AT_ONCE) {
    const people = await rows.participants.byExternalIds(siteId, named.slice(at, at + AT_ONCE));
    for (const { externalId, blockedAt } of people) if (blockedAt !== null) blocked.add(externalId);
  }
  return blocked;
}

function totalOf(items: readonly SoundItem[]): Money {
  const amount = items.reduce((sum, { value }) => sum + value.amount, 0);
  if (!Number.isSafeInteger(amount))
    throw new DomainError('invalid_body', 'The items are worth too much together.');
  return { amount, currency: items[0]?.value.currency ?? '' };
}

function firstState(approvalsNeeded: number, now: number): Pick<BatchRecord, 'status' | 'reason' | 'dueAt'> {
  return approvalsNeeded > 0
    ? { status: 'held', reason: 'awaiting_approval', dueAt: null }
    : { status: 'running', reason: 'batch_accepted', dueAt: now };
}

/** The address is sealed for the item; its reward gets it sealed anew for itself. */
function itemOf({ ids, sealer }: AcceptBatchParts, batch: BatchRecord, sound: SoundItem): BatchItem {
  const { address, ...item } = sound;
  const id = ids.next('itm');
  const { siteId } = batch;
  return {
    id,
    batchRowId: batch.id,
    ...item,
    sealedAddress: address && sealAddress(sealer, { id, siteId }, address),
    status: 'waiting',
    reason: 'awaiting_reward',
    rewardId: null,
  };
}
