import type { Velocity } from '../../../shared/contract/program.ts';
import { DAY_MS, MINUTE_MS } from '../clock.ts';
import type { ArrivalKey } from './arrival.ts';
import type { FraudFacts, Rush } from './fraud-facts.ts';
import type { FraudRows, FraudView } from './fraud-view.ts';

/** The longest window that a program can declare; after it nothing counts an arrival. */
const LONGEST_WINDOW_MS = DAY_MS;

/** One declared limit, and what is counted by it: arrivals with one key, or, without one, the referrer's friends. */
type Counted = { per: Rush['per']; most: number; withinMs: number; key: ArrivalKey | null };

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
  const keys = counted.flatMap(({ key }) => key ?? []);
  await rows.arrivals.lock([...peopleOf(view), ...keys.map(nameOf)]);
  await arrive(rows, view, keys);
  const rush: Rush[] = [];
  for (const { per, most, withinMs, key } of counted) {
    const friends = most + 1;
    const boundAt = await nthNewestAt(rows, view, key, friends);
    if (boundAt !== null) rush.push({ per, friends, withinMs, boundAt });
  }
  return rush;
}

/** What the program limits and this event can be counted by. */
function countedBy(
  { program, attribution, friend, input }: FraudView,
  click: FraudFacts['click'],
): Counted[] {
  const { velocity = {} } = program.live.fraud ?? {};
  const macs = {
    device: click?.deviceMac,
    network: click?.networkMac,
    card: input.payment.cardMac,
    bin: input.payment.binMac,
  } as const;
  const limited = (per: Rush['per'], limit: Velocity[keyof Velocity], key: ArrivalKey | null): Counted[] =>
    limit ? [{ per, most: limit.friends, withinMs: limit.minutes * MINUTE_MS, key }] : [];
  const arriving = (kind: ArrivalKey['kind'], limit: Velocity[keyof Velocity]) => {
    const mac = macs[kind];
    return mac && friend ? limited(kind, limit, { programId: program.id, kind, mac }) : [];
  };
  return [
    ...(attribution.referral ? limited('referrer', velocity.perReferrer, null) : []),
    ...arriving('device', velocity.perDevice),
    ...arriving('network', velocity.perNetwork),
    ...arriving('card', velocity.perCard),
    ...arriving('bin', velocity.perBin),
  ];
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
  const common = { participantId: friend.id, forgetAt: now + LONGEST_WINDOW_MS, createdAt: now };
  await arrivals.insert(keys.map((key) => ({ ...key, ...common })));
}

async function nthNewestAt(
  { arrivals, referrals }: FraudRows,
  { program, attribution: { referral } }: FraudView,
  key: ArrivalKey | null,
  n: number,
): Promise<number | null> {
  if (key) return arrivals.nthNewestAt(key, n);
  return referral ? referrals.nthNewestAt(referral.referrerId, program.id, n) : null;
}
