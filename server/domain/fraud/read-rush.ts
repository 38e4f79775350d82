import type { Velocity } from '../../../shared/contract/program.ts';
import { MINUTE_MS } from '../clock.ts';
import { type ArrivalKey, COUNTED_FOR_MS } from './arrival.ts';
import type { FraudFacts, Rush } from './fraud-facts.ts';
import type { FraudRows, FraudView } from './fraud-view.ts';

/**
 * One declared limit, and what is counted by it: arrivals with each of the keys, or, without any, the referrer's friends.
 * There are two keys where a device or network is known by the hashes of two days.
 */
type Counted = { per: Rush['per']; most: number; withinMs: number; keys: ArrivalKey[] | null };

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
  await rows.arrivals.lock([...peopleOf(view), ...keys.map(nameOf)]);
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
  const limited = (
    per: Rush['per'],
    limit: Velocity[keyof Velocity],
    keys: ArrivalKey[] | null,
  ): Counted[] => (limit ? [{ per, most: limit.friends, withinMs: limit.minutes * MINUTE_MS, keys }] : []);
  const arriving = (kind: ArrivalKey['kind'], limit: Velocity[keyof Velocity]) => {
    const macs = macsOf[kind].filter((mac) => mac !== null);
    const keys = macs.map((mac) => ({ programId: program.id, kind, mac }));
    return keys.length > 0 && friend ? limited(kind, limit, keys) : [];
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
 * those of the day before the click, where everybody of both days is then, so nothing begins anew at midnight. After a day
 * that is forgotten.
 */
function macsBy(
  { input: { payment }, now }: FraudView,
  click: FraudFacts['click'],
): Record<ArrivalKey['kind'], (string | null)[]> {
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

function nameOf({ programId, kind, mac }: ArrivalKey): string {
  return `${programId} ${kind} ${mac}`;
}

async function arrive(
  { arrivals }: FraudRows,
  { friend, now }: FraudView,
  keys: ArrivalKey[],
): Promise<void> {
  if (!friend) return;
  const common = { participantId: friend.id, forgetAt: now + COUNTED_FOR_MS, createdAt: now };
  await arrivals.insert(keys.map((key) => ({ ...key, ...common })));
}

/** With two keys the later of both instants: each counts the people of two days in a row. */
async function nthNewestAt(
  { arrivals, referrals }: FraudRows,
  { program, attribution: { referral } }: FraudView,
  keys: ArrivalKey[] | null,
  n: number,
): Promise<number | null> {
  if (!keys) return referral ? referrals.nthNewestAt(referral.referrerId, program.id, n) : null;
  let latest: number | null = null;
  for (const key of keys) {
    const at = await arrivals.nthNewestAt(key, n);
    if (at !== null) latest = Math.max(at, latest ?? at);
  }
  return latest;
}
