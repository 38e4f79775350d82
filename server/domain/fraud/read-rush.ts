import type { Velocity } from '../../../shared/contract/program.ts';
import { MINUTE_MS } from '../clock.ts';
import { type ArrivalKeys, COUNTED_FOR_MS } from './arrival.ts';
import type { FraudFacts, Rush } from './fraud-facts.ts';
import type { FraudRows, FraudView } from './fraud-view.ts';

/** One declared limit, and what is counted by it: arrivals with its keys, or, without any, the referrer's friends. */
type Counted = { per: Rush['per']; most: number; withinMs: number; keys: ArrivalKeys | null };

/**
 * Counts whoever came in a rush, this friend included. Whoever decides about the same referrer, friend, device, network
 * or card waits from here on until this write has ended: so limits are exact, and of two friends who come at once with
 * one mailbox or card the second is seen.
 */
export async function readRush(
  rows: FraudRows,
  view: FraudView,
  click: FraudFacts['click'],
): Promise<FraudFacts['rush']> {
  const counted = countedBy(view, click);
  const keys = counted.flatMap((each) => each.keys ?? []);
  await rows.arrivals.lock([...peopleOf(view), ...keys.flatMap(namesOf)]);
  await arrive(rows, view, keys);
  const rush: Rush[] = [];
  for (const { per, most, withinMs, keys: own } of counted) {
    const friends = most + 1;
    const boundAt = await nthNewestAt(rows, view, own, friends);
    if (boundAt !== null) rush.push({ per, friends, withinMs, boundAt });
  }
  return rush;
}

/** What the program limits and this event can be counted by. */
function countedBy(view: FraudView, click: FraudFacts['click']): Counted[] {
  const { program, attribution, friend } = view;
  const { velocity = {} } = program.live.fraud ?? {};
  const macsOf = macsBy(view, click);
  const limited = (per: Rush['per'], limit: Velocity[keyof Velocity], keys: ArrivalKeys | null): Counted[] =>
    limit ? [{ per, most: limit.friends, withinMs: limit.minutes * MINUTE_MS, keys }] : [];
  const arriving = (kind: ArrivalKeys['kind'], limit: Velocity[keyof Velocity]) => {
    const macs = macsOf[kind].filter((mac) => mac !== null);
    return macs.length > 0 && friend ? limited(kind, limit, { programId: program.id, kind, macs }) : [];
  };
  return [
    ...(attribution.referral ? limited('referrer', velocity.perReferrer, null) : []),
    ...arriving('device', velocity.perDevice),
    ...arriving('network', velocity.perNetwork),
    ...arriving('card', velocity.perCard),
    ...arriving('bin', velocity.perBin),
  ];
}

/**
 * The hashes by which this friend is counted. A device and a network have one for each day: the friend also counts among
 * those of the day before the click, so that nothing begins anew at midnight. After a day that is forgotten.
 */
function macsBy(
  { input: { payment }, now }: FraudView,
  click: FraudFacts['click'],
): Record<ArrivalKeys['kind'], (string | null)[]> {
  const isFresh = click !== null && now - click.createdAt <= COUNTED_FOR_MS;
  return {
    device: click ? [click.deviceMac, isFresh ? click.earlierDeviceMac : null] : [],
    network: click ? [click.networkMac, isFresh ? click.earlierNetworkMac : null] : [],
    card: [payment.cardMac],
    bin: [payment.binMac],
  };
}

/** Both sides: two people who refer each other at once meet here. */
function peopleOf({ program, attribution: { referral } }: FraudView): string[] {
  if (!referral) return [];
  return [referral.referrerId, referral.friendId].map((id) => `${program.id} person ${id}`);
}

function namesOf({ programId, kind, macs }: ArrivalKeys): string[] {
  return macs.map((mac) => `${programId} ${kind} ${mac}`);
}

async function arrive(
  { arrivals }: FraudRows,
  { friend, now }: FraudView,
  keys: ArrivalKeys[],
): Promise<void> {
  if (!friend) return;
  const common = { participantId: friend.id, forgetAt: now + COUNTED_FOR_MS, createdAt: now };
  await arrivals.insert(
    keys.flatMap(({ programId, kind, macs }) => macs.map((mac) => ({ programId, kind, mac, ...common }))),
  );
}

async function nthNewestAt(
  { arrivals, referrals }: FraudRows,
  { program, attribution: { referral } }: FraudView,
  keys: ArrivalKeys | null,
  n: number,
): Promise<number | null> {
  if (keys) return arrivals.nthNewestAt(keys, n);
  return referral ? referrals.nthNewestAt(referral.referrerId, program.id, n) : null;
}
