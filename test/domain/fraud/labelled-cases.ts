import type { FraudFacts } from '../../../server/domain/fraud/fraud-facts.ts';
import { clickLike, factsLike } from './sample-facts.ts';

/**
 * What people do, as the facts that would be read of it. Nothing here comes from the rules: lists, times and numbers are
 * what the scheme itself would bring about.
 */
export type Case = {
  scheme: string;
  isFraud: boolean;
  facts: FraudFacts;
  /** Two addresses, where the question is whether they are one mailbox. */
  mail?: { referrer: string; friend: string };
};

type Random = () => number;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.parse('2026-11-23T12:00:00Z');

function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

function between(random: Random, low: number, high: number): number {
  return Math.floor(low + random() * (high - low));
}

/** Signs up, looks around and buys: from a minute to a day. */
function unhurried(random: Random): Partial<FraudFacts> {
  return { sinceSignUpMs: between(random, MINUTE_MS, 24 * HOUR_MS) };
}

/** Often at once, as the shop makes the account at its checkout. */
function maybeHurried(random: Random): Partial<FraudFacts> {
  return random() < 0.4 ? { sinceSignUpMs: between(random, 0, 3000) } : unhurried(random);
}

const device = (strangers: number): Partial<FraudFacts> => ({
  meeting: { kind: 'device', by: 'par_referrer', strangers },
});
const card = (sharer: Partial<FraudFacts['cardSharers'][number]>): Partial<FraudFacts> => ({
  cardSharers: [{ id: 'par_9', isBlocked: false, referrerId: null, ...sharer }],
});
const NETWORK: Partial<FraudFacts> = { meeting: { kind: 'network', by: 'par_referrer', strangers: 0 } };
/** A post that was seen by many: dozens of friends in the last hour. */
const POPULAR: Partial<FraudFacts> = {
  pace: [{ friends: 20, withinMs: HOUR_MS, boundAt: NOW - 10 * MINUTE_MS }],
};

/** One mailbox in another spelling. */
function respelled(random: Random): { referrer: string; friend: string } {
  const name = `ann${between(random, 10, 99)}`;
  return pick(random, [
    { referrer: `${name}@gmail.com`, friend: `${name}+new@gmail.com` },
    { referrer: `${name}@gmail.com`, friend: `${name.slice(0, 2)}.${name.slice(2)}@googlemail.com` },
    { referrer: `${name}@proton.me`, friend: `${name}@pm.me` },
    { referrer: `${name}@example.com`, friend: `${name.toUpperCase()}+2@Example.com` },
    { referrer: `${name}@yahoo.com`, friend: `${name}-offers@yahoo.com` },
    { referrer: `${name}@icloud.com`, friend: `${name}@me.com` },
  ]);
}

/** Friends who write their addresses alike and are two people. */
function alikeButTwo(random: Random): { referrer: string; friend: string } {
  const number = between(random, 10, 99);
  return pick(random, [
    { referrer: 'ann+shop@example.com', friend: 'ben+shop@example.com' },
    { referrer: `smith.ann${number}@example.com`, friend: `smith.ben${number}@example.com` },
    { referrer: 'ann@smith.example', friend: 'ben@smith.example' },
    { referrer: 'a.smith@example.com', friend: 'as.mith@example.com' },
    { referrer: 'ann-smith@example.com', friend: 'ann-jones@example.com' },
  ]);
}

/** A circle of two to five people, told from the friend who closes it. */
function circle(random: Random): Partial<FraudFacts> {
  const between_ = Array.from({ length: between(random, 0, 4) }, (_, index) => `par_ring_${index}`);
  return { line: [...between_, 'par_friend'] };
}

type Scheme = {
  scheme: string;
  isFraud: boolean;
  count: number;
  make: (random: Random) => Partial<FraudFacts>;
  mail?: (random: Random) => { referrer: string; friend: string };
};

const SCHEMES: Scheme[] = [
  { scheme: 'self, one mailbox', isFraud: true, count: 40, make: maybeHurried, mail: respelled },
  {
    scheme: 'self, one device',
    isFraud: true,
    count: 40,
    make: (r) => ({ ...device(0), ...maybeHurried(r) }),
  },
  {
    scheme: 'self, device of a couple',
    isFraud: true,
    count: 10,
    make: (r) => ({ ...device(1), ...unhurried(r) }),
  },
  {
    scheme: 'self, one card',
    isFraud: true,
    count: 20,
    make: (r) => ({ ...card({ id: 'par_referrer' }), ...maybeHurried(r) }),
  },
  // Another device, another network, another mailbox: nothing to see. Counted, so that the figure stays honest.
  { scheme: 'self, well hidden', isFraud: true, count: 4, make: unhurried },
  { scheme: 'ring, circle', isFraud: true, count: 40, make: (r) => ({ ...circle(r), ...unhurried(r) }) },
  {
    scheme: 'ring, one mailbox again',
    isFraud: true,
    count: 20,
    make: () => ({ sharers: [{ id: 'par_9', isBlocked: false, referrerId: 'par_referrer' }] }),
  },
  {
    scheme: 'ring, throw-away addresses',
    isFraud: true,
    count: 30,
    make: (r) => ({ friend: { id: 'par_friend', mailKind: 'disposable' }, ...maybeHurried(r) }),
  },
  {
    scheme: 'ring, one card again',
    isFraud: true,
    count: 20,
    make: (r) => ({ ...card({ referrerId: 'par_referrer' }), ...unhurried(r) }),
  },
  { scheme: 'honest strangers', isFraud: false, count: 50, make: unhurried },
  {
    scheme: 'honest household',
    isFraud: false,
    count: 80,
    make: (r) => ({ ...NETWORK, ...maybeHurried(r) }),
  },
  // Two phones of one model behind one address cannot be told from one phone. A few in a hundred households meet so
  // on the same day; a person then sees that they are two.
  {
    scheme: 'honest household, twin phones',
    isFraud: false,
    count: 3,
    make: (r) => ({ ...device(0), ...unhurried(r) }),
  },
  // The same card cannot be told from the same purse; a person can.
  {
    scheme: 'honest couple, one card',
    isFraud: false,
    count: 1,
    make: (r) => ({ ...card({ id: 'par_referrer' }), ...NETWORK, ...unhurried(r) }),
  },
  // A card that passes through many hands, such as a company's, says nothing by itself.
  {
    scheme: 'honest company card',
    isFraud: false,
    count: 10,
    make: (r) => ({ ...card({ referrerId: 'par_8' }), ...unhurried(r) }),
  },
  {
    scheme: 'honest office',
    isFraud: false,
    count: 30,
    make: (r) => ({ ...(r() < 0.5 ? device(between(r, 2, 9)) : NETWORK), ...maybeHurried(r) }),
  },
  {
    scheme: 'honest dorm',
    isFraud: false,
    count: 20,
    make: (r) => ({ ...NETWORK, ...(r() < 0.3 ? POPULAR : {}), ...maybeHurried(r) }),
  },
  { scheme: 'honest plus-addresses', isFraud: false, count: 20, make: unhurried, mail: alikeButTwo },
  {
    scheme: 'honest popular post',
    isFraud: false,
    count: 20,
    make: (r) => ({ ...POPULAR, ...maybeHurried(r) }),
  },
  {
    scheme: 'honest relay addresses',
    isFraud: false,
    count: 20,
    make: (r) => ({ ...maybeHurried(r), friend: { id: 'par_friend', mailKind: 'relay' }, ...NETWORK }),
  },
];

/** The whole set; one seed makes one set. */
export function labelledCases(random: Random): Case[] {
  return SCHEMES.flatMap(({ scheme, isFraud, count, make, mail }) =>
    Array.from({ length: count }, () => ({
      scheme,
      isFraud,
      facts: factsLike({ click: clickLike(), ...make(random) }),
      ...(mail && { mail: mail(random) }),
    })),
  );
}
