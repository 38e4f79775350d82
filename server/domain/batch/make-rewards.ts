import type { Check } from '../../../shared/contract/decision.ts';
import type { Clock } from '../clock.ts';
import { pass } from '../decision/check.ts';
import { type Address, openAddress } from '../delivery/address.ts';
import { type CreditInput, credit } from '../event/credit.ts';
import { giftOf, giftRecord, obstacleOf } from '../event/gift.ts';
import { presentEvent } from '../event/present-event.ts';
import { LostRace } from '../lost-race.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Program } from '../site/program.ts';
import type { Directory, Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { BatchItem, BatchRecord, Refusal } from './batch.ts';
import { defaultsOf } from './defaults.ts';

export type MakeRewardsParts = NewOrderParts & {
  store: Store;
  directory: Directory;
  clock: Clock;
  digest: (text: string) => string;
  pseudonyms: Pseudonyms;
};

/** What one piece came to. `isOver`: the batch has no item left whose reward can be made now. */
export type Piece = { made: number; refused: number; ordered: number; isOver: boolean };

/** Rewards in one transaction: others wait behind it, so it must be short. */
const AT_ONCE = 100;

const NOTHING: Piece = { made: 0, refused: 0, ordered: 0, isOver: true };

/**
 * Makes the next rewards of a batch that runs, each with its event, its decision and, as the program pays out, its one
 * order, and hands their part of the batch's budget on to them. One transaction: a crash leaves whole pieces.
 */
export async function makeRewards(parts: MakeRewardsParts, batchRowId: string): Promise<Piece> {
  // A look costs nothing; a write that finds nothing to make would still cost a sync of the disk.
  if ((await parts.store.read.batches.waiting(batchRowId, 1)).length === 0) return NOTHING;
  const sites = await parts.directory.current();
  return parts.store.write('make-rewards', async (rows) => {
    const batch = await rows.batches.lock(batchRowId);
    if (batch?.status !== 'running') return NOTHING;
    const items = await rows.batches.waiting(batch.id, AT_ONCE);
    if (items.length === 0) return NOTHING;
    const site = sites.byId(batch.siteId);
    const program = sites.program(batch.programId);
    if (!site || !program) throw new Error(`batch ${batch.id} has no program`);
    return makePiece(rows, parts, { batch, site, program, now: parts.clock() }, items);
  });
}

type Making = { batch: BatchRecord; site: Site; program: Program; now: number };

async function makePiece(
  rows: Rows,
  parts: MakeRewardsParts,
  making: Making,
  items: BatchItem[],
): Promise<Piece> {
  const { batch, now } = making;
  const { gifts, refusals } = await giftsOf(rows, parts, making, items);
  const { rewards, insert } = await credit(
    rows,
    parts,
    gifts.map(({ input }) => input),
    batch.id,
  );
  const byEvent = new Map(rewards.map((each) => [each.reward.eventRowId, each]));
  const made: { id: string; rewardId: string }[] = [];
  for (const { item, input } of gifts) {
    const { record, credited } = input;
    const earned = byEvent.get(record.id);
    if (!earned) throw new Error(`${record.eventId} made no reward`);
    record.answer = JSON.stringify(presentEvent(record, credited, [earned]));
    if (!(await rows.events.insert(record))) throw new LostRace('the site told an event under this id');
    made.push({ id: item.id, rewardId: earned.reward.id });
  }
  await insert();
  await rows.batches.made(made);
  await rows.batches.refuse(refusals);
  const unneeded = items.filter(({ id }) => refusals.some((each) => each.id === id));
  const amount = unneeded.reduce((sum, { value }) => sum + value.amount, 0);
  if (amount > 0) {
    const { id: batchRowId, programId } = batch;
    const entry = { id: parts.ids.next('bud'), programId, batchRowId, amount, createdAt: now };
    await rows.budgets.releaseBatch({ ...entry, kind: 'reduce' });
  }
  const ordered = rewards.filter(({ order }) => order !== null).length;
  return { made: made.length, refused: refusals.length, ordered, isOver: items.length < AT_ONCE };
}

type Gift = { item: BatchItem; input: CreditInput };

/** People are locked one by one in one order, so that two batches with the same people do not wait for each other. */
async function giftsOf(
  rows: Rows,
  parts: MakeRewardsParts,
  making: Making,
  items: BatchItem[],
): Promise<{ gifts: Gift[]; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  const people = new Map<string, Participant>();
  const { options } = defaultsOf(making.program, making.batch);
  const named = items.map((item) => ({ item, name: nameOf(parts, making.batch, item) }));
  for (const { item, name } of named.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const facts = { siteId: making.site.id, externalId: name };
    const person = await rows.participants.upsert(parts.ids.next('par'), facts, making.now);
    const obstacle = (await obstacleOf(rows, parts.pseudonyms, person)) ?? (await taken(rows, making, item));
    if (obstacle === null) people.set(item.id, person);
    else refusals.push({ id: item.id, reason: obstacle });
  }
  const gifts = items.flatMap((item) => {
    const person = people.get(item.id);
    return person ? [{ item, input: inputOf(parts, making, item, person, options) }] : [];
  });
  return { gifts, refusals };
}

/** The site may have told an event of its own under the id that the item's event needs. */
async function taken(rows: Rows, { site, batch }: Making, item: BatchItem): Promise<'event_id_taken' | null> {
  return (await rows.events.find(site.id, eventIdOf(batch, item))) ? 'event_id_taken' : null;
}

function eventIdOf({ batchId }: BatchRecord, { itemId }: BatchItem): string {
  return `batch:${batchId}:${itemId}`;
}

/**
 * Somebody of whom the site told no id is somebody else in every item, and the same in an item that is given again after
 * a restored backup: so their order is found again.
 */
function nameOf({ digest }: Pick<MakeRewardsParts, 'digest'>, batch: BatchRecord, item: BatchItem): string {
  return item.externalId ?? `recipient-${digest(eventIdOf(batch, item))}`;
}

const RESERVED: Check = pass('budget', 'budget_available', 'The batch has reserved it.');

function inputOf(
  { ids, sealer, digest }: MakeRewardsParts,
  { batch, site, program, now }: Making,
  item: BatchItem,
  person: Participant,
  options: ReturnType<typeof defaultsOf>['options'],
): CreditInput {
  const { productId, value, message, sealedAddress } = item;
  const terms = {
    productId,
    value,
    delivery: batch.delivery,
    ...(message !== null && { message }),
    ...options,
  };
  const gift = { siteId: site.id, eventId: eventIdOf(batch, item), customerId: person.externalId };
  const fingerprint = digest(JSON.stringify([batch.id, item.id]));
  const record = giftRecord({ id: ids.next('evt'), ...gift, programId: program.id, fingerprint }, now);
  const address: Address | null =
    sealedAddress === null ? null : openAddress(sealer, { id: item.id, siteId: site.id }, sealedAddress);
  return {
    record,
    site,
    credited: [giftOf(program, person, terms, RESERVED)],
    now,
    givenBy: batch.madeBy,
    ...(address && { address }),
  };
}
