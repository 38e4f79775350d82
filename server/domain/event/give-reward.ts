import { GOODWILL } from '../../../shared/contract/event.ts';
import type { RewardRequest } from '../../../shared/contract/reward.ts';
import type { Alert } from '../alerts.ts';
import { coveredBy } from '../budget/covered-by.ts';
import type { Clock } from '../clock.ts';
import { DomainError, type FieldFault } from '../errors.ts';
import { LostRace } from '../lost-race.ts';
import { keptProducts } from '../order/kept-catalogue.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import { erasedRefusal } from '../person/refuse-erased.ts';
import type { Reward } from '../reward/reward.ts';
import { rewardFaults } from '../site/catalogue-faults.ts';
import { namedProgram } from '../site/named-program.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import { credit } from './credit.ts';
import { type EventRecord, isRepeat } from './event.ts';
import { type GiftTerms, giftOf, giftRecord, obstacleOf } from './gift.ts';
import { presentEvent } from './present-event.ts';

export type GiveRewardParts = NewOrderParts & {
  store: Store;
  clock: Clock;
  digest: (text: string) => string;
  pseudonyms: Pseudonyms;
};

/** `alerts` are raised by the caller once the write stands. */
export type Given = { reward: Reward; isNew: boolean; alerts: Alert[] };

type Gift = {
  site: Site;
  request: RewardRequest;
  actor: string;
  /** The lost or stolen reward that this one is given for. */
  reissueOf?: Reward;
};

/**
 * A person of the site gives a reward. Limits do not hold, the budget does. The same `goodwillId` again is the same reward.
 * Throws `bad_request` for what the program or the gift card does not have, `budget_exhausted`, `conflict` for a person who
 * is blocked, and `event_conflict` for a `goodwillId` that was used for another reward.
 */
export async function giveReward(parts: GiveRewardParts, gift: Gift): Promise<Given> {
  return parts.store.write('give-reward', (rows) => give(rows, parts, gift));
}

/** The same inside a write. */
export async function give(rows: Rows, parts: GiveRewardParts, gift: Gift): Promise<Given> {
  const program = namedProgram(gift.site, gift.request.programId);
  const fingerprint = parts.digest(identityOf(gift.request));
  const eventId = `${GOODWILL}:${gift.request.goodwillId}`;
  const known = await rows.events.find(gift.site.id, eventId);
  if (known) return { reward: await rewardOf(rows, known, fingerprint), isNew: false, alerts: [] };
  const now = parts.clock();
  await refuseMisfit(rows, gift);
  const recipient = await recipientOf(rows, parts, gift, now);
  const { productId, value, delivery } = gift.request;
  const covered = await coveredBy(rows, { programId: program.id, value });
  const kept = keptOf(gift);
  const credited = [giftOf(program, recipient, { productId, value, delivery, ...kept }, covered)];
  const record = giftRecord(
    {
      id: parts.ids.next('evt'),
      siteId: gift.site.id,
      eventId,
      customerId: gift.request.recipient.externalId,
      programId: gift.request.programId,
      fingerprint,
    },
    now,
  );
  const input = { record, site: gift.site, credited, now, givenBy: gift.actor };
  const written = await credit(rows, parts, [
    { ...input, ...(gift.reissueOf !== undefined && { reissueOf: gift.reissueOf }) },
  ]);
  record.answer = JSON.stringify(presentEvent(record, credited, written.rewards));
  if (!(await rows.events.insert(record))) throw new LostRace('the reward was given by another process');
  const alerts = await written.insert();
  const [given] = written.rewards;
  const [first] = given?.audit ?? [];
  if (!given || !first) throw new Error(`${eventId} made no reward`);
  await rows.notes.insert([{ auditId: first.id, text: gift.request.reason }]);
  return { reward: given.reward, isNew: true, alerts };
}

/** What a card that is given once more keeps of the lost one beside its value. */
function keptOf({ reissueOf }: Gift): Pick<GiftTerms, 'message' | 'from' | 'branding'> {
  if (!reissueOf) return {};
  const { message, options } = reissueOf;
  return { ...options, ...(message !== null && { message }) };
}

/** What makes a repeat of a `goodwillId` the same reward; the words may differ. */
function identityOf({ programId, recipient, productId, value, delivery }: RewardRequest): string {
  return JSON.stringify([programId, recipient.externalId, productId, value.amount, value.currency, delivery]);
}

async function rewardOf(rows: Rows, known: EventRecord, fingerprint: string): Promise<Reward> {
  if (!isRepeat(known, fingerprint)) {
    throw new DomainError('event_conflict', 'The goodwillId was used before for another reward.');
  }
  const [reward] = await rows.rewards.ofEvent(known.id);
  if (!reward) throw new Error(`${known.eventId} has no reward`);
  return reward;
}

async function refuseMisfit(rows: Rows, { site, request }: Gift): Promise<void> {
  const products = await keptProducts(rows, site.accountId);
  const [misfit] = products ? rewardFaults(request, products) : [];
  if (misfit) throw fault(misfit);
}

async function recipientOf(
  rows: Rows,
  { ids, pseudonyms }: GiveRewardParts,
  { site, request: { recipient } }: Gift,
  now: number,
): Promise<Participant> {
  const facts = { siteId: site.id, externalId: recipient.externalId };
  const person = await rows.participants.upsert(ids.next('par'), facts, now);
  const obstacle = await obstacleOf(rows, pseudonyms, person);
  if (obstacle === null) return person;
  if (obstacle === 'person_erased') throw erasedRefusal();
  throw new DomainError('conflict', 'The site has blocked this person: unblock them first.');
}

function fault({ path, message }: FieldFault): DomainError {
  return new DomainError('bad_request', `${path} ${message}.`, { errors: [{ path, message }] });
}
