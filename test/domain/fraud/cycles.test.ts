import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selfReferralCheck } from '../../../server/domain/attribution/bind-friend.ts';
import type { Referral } from '../../../server/domain/attribution/referral.ts';
import { findSignals } from '../../../server/domain/fraud/find-signals.ts';
import type { FraudRows } from '../../../server/domain/fraud/fraud-view.ts';
import { readFacts } from '../../../server/domain/fraud/read-facts.ts';
import { NOTHING_KNOWN, type Participant } from '../../../server/domain/participant/participant.ts';
import { programOf, situationOf } from '../decision/support/situations.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const { attribution } = situationOf();
const PROGRAM = programOf();

const NOBODY = {
  ...NOTHING_KNOWN,
  siteId: 'acme',
  blockedAt: null,
  erasedAt: null,
  signedOutAt: null,
  createdAt: NOW,
};

type Thing = 'mail' | 'card' | 'device';
const THINGS = ['mail', 'card', 'device'] as const;

/** Who referred whom, in memory, and what people have in common. A friend is bound once, so everybody has one referrer at most. */
class Graph {
  readonly referrerOf = new Map<string, string>();
  /** Whose mailbox, card or device it is that somebody has: their own, where it says nothing else. */
  readonly ownerOf: Record<Thing, Map<string, string>> = {
    mail: new Map(),
    card: new Map(),
    device: new Map(),
  };
  readonly people = new Set<string>();
  asked = 0;

  bind(friend: string, referrer: string): boolean {
    if (friend === referrer || this.referrerOf.has(friend)) return false;
    this.people.add(friend).add(referrer);
    this.referrerOf.set(friend, referrer);
    return true;
  }

  share(thing: Thing, person: string, owner: string): void {
    this.ownerOf[thing].set(person, owner);
  }

  thingOf(thing: Thing, person: string): string {
    return `${thing} of ${this.ownerOf[thing].get(person) ?? person}`;
  }

  have(thing: Thing, person: string, other: string): boolean {
    return person !== other && this.thingOf(thing, person) === this.thingOf(thing, other);
  }

  personLike(id: string): Participant {
    return { ...NOBODY, id, externalId: id, emailMac: this.thingOf('mail', id) };
  }

  referralOf(friendId: string): Referral | undefined {
    this.asked += 1;
    const referrerId = this.referrerOf.get(friendId);
    if (referrerId === undefined || attribution.referral === null) return undefined;
    return { ...attribution.referral, friendId, referrerId, clickId: `clk_${friendId}` };
  }

  #withThing(thing: Thing, mac: string): string[] {
    return [...this.people].filter((id) => this.thingOf(thing, id) === mac);
  }

  get rows(): FraudRows {
    const isHad = (id: string, mac: string) =>
      THINGS.some((thing) => thing !== 'mail' && this.thingOf(thing, id) === mac);
    const seen = (id: string) => ({ id, isBlocked: false, referrerId: this.referrerOf.get(id) ?? null });
    return {
      referrals: { ofFriend: async (_programId, id) => this.referralOf(id), nthNewestAt: async () => null },
      participants: {
        sharing: async ({ emailMac, except, limit }) =>
          this.#withThing('mail', emailMac)
            .filter((id) => id !== except)
            .slice(0, limit)
            .map(seen),
        byIds: async (ids) => ids.map((id) => this.personLike(id)),
      },
      clicks: { find: async (id) => this.clickLike(id) },
      sightings: {
        among: async (ids, macs) =>
          ids.flatMap((participantId) =>
            macs.filter((mac) => isHad(participantId, mac)).map((mac) => ({ participantId, mac })),
          ),
        seenWith: async ({ mac, limit }) =>
          [...this.people]
            .filter((id) => isHad(id, mac))
            .slice(0, limit)
            .map(seen)
            .map(({ id, ...rest }) => ({ participantId: id, ...rest })),
      },
      arrivals: { lock: async () => {}, insert: async () => {}, nthNewestAt: async () => null },
      events: { firstAt: async () => null },
    };
  }

  /** Everybody came by a click from their own device. */
  clickLike(id: string) {
    const deviceMac = this.thingOf('device', id.slice('clk_'.length));
    const where = { refererHost: null, medium: null, networkMac: 'nowhere', deviceMac, forgetAt: null };
    const earlier = { earlierNetworkMac: null, earlierDeviceMac: null };
    return { id, code: 'ADA42', ...where, ...earlier, createdAt: NOW };
  }
}

/** What fires for the friend's referral, as an event of the friend would have it asked, before anything is earned. */
async function signalsFor(graph: Graph, friendId: string): Promise<string[]> {
  const referral = graph.referralOf(friendId);
  if (!referral) return [];
  const [friend, referrer] = [graph.personLike(friendId), graph.personLike(referral.referrerId)];
  const input = {
    site: { id: 'acme' },
    request: { type: 'purchase', customer: { id: friendId } },
    customer: { externalId: friendId },
    payment: { cardMac: graph.thingOf('card', friendId), binMac: null },
    occurredAt: NOW,
  };
  const { clickId } = referral;
  const pseudonyms = { domain: (name: string) => name };
  const view = { input, program: PROGRAM, friend, clickId, now: NOW, pseudonyms };
  const bound = { ...view, attribution: { ...attribution, referral, referrer } };
  const { facts, unread } = await readFacts(graph.rows, bound);
  const sides = findSignals(facts, { level: 'balanced', now: NOW }, unread);
  const fired = sides.referrer.signals.map(({ signal }) => signal);
  return selfReferralCheck(referrer, friend).passed ? fired : [...fired, 'self_referral'];
}

async function isFlagged(graph: Graph, friendId: string): Promise<boolean> {
  return (await signalsFor(graph, friendId)).includes('cycle');
}

/** The number of people in the circle that the friend stands in, or null: every path is followed to its end. */
function circleOf({ referrerOf }: Graph, friend: string): number | null {
  const path = [friend];
  for (let next = referrerOf.get(friend); next !== undefined; next = referrerOf.get(next)) {
    if (next === friend) return path.length;
    if (path.includes(next)) return null;
    path.push(next);
  }
  return null;
}

/** Everybody's referrer, by number: in a small group circles close often. */
const anyGraph = graphUpTo(60);

function graphUpTo(most: number) {
  return fc
    .integer({ min: 2, max: most })
    .chain((people) => fc.array(fc.nat(people - 1), { minLength: people, maxLength: people }));
}

test('in any graph, exactly the circles of up to five people are found, from each person in them', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (referrers) => {
      const graph = new Graph();
      for (const [friend, referrer] of referrers.entries()) graph.bind(`par_${friend}`, `par_${referrer}`);
      for (const friend of graph.referrerOf.keys()) {
        const people = circleOf(graph, friend);
        expect(await isFlagged(graph, friend), friend).toBe(people !== null && people <= 5);
      }
    }),
    { numRuns: 40 },
  );
});

test('a circle is found when it closes, before its reward', async () => {
  for (const people of [2, 3, 4, 5]) {
    const graph = new Graph();
    for (let person = 1; person < people; person += 1) {
      graph.bind(`par_${person}`, `par_${person - 1}`);
      expect(await isFlagged(graph, `par_${person}`)).toBe(false);
    }
    graph.bind('par_0', `par_${people - 1}`);
    expect(await isFlagged(graph, 'par_0'), `${people} people`).toBe(true);
  }
});

test('no tree is flagged, however deep or wide, and a few look-ups tell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 2000 }), async (parents) => {
      const graph = new Graph();
      for (const [index, parent] of parents.entries())
        graph.bind(`par_${index + 1}`, `par_${parent % (index + 1)}`);
      const last = `par_${parents.length}`;
      graph.asked = 0;
      expect(await signalsFor(graph, last)).toEqual([]);
      expect(graph.asked).toBeLessThanOrEqual(5);
    }),
    { numRuns: 40 },
  );
});

/** One, two or a few people with the mailbox, card or device of another one. */
const sharing = fc.array(fc.tuple(fc.constantFrom(...THINGS), fc.nat(), fc.nat()), {
  minLength: 1,
  maxLength: 12,
});

/** Everybody above the friend whom a circle of five would reach. */
function above({ referrerOf }: Graph, friend: string): string[] {
  const line: string[] = [];
  for (let next = referrerOf.get(friend); next !== undefined && line.length < 5; next = referrerOf.get(next))
    line.push(next);
  return line;
}

test('whoever refers themselves is flagged before a reward: by mailbox, card or device, up to five people apart', async () => {
  await fc.assert(
    fc.asyncProperty(graphUpTo(300), sharing, async (referrers, shared) => {
      const graph = new Graph();
      for (const [friend, referrer] of referrers.entries()) graph.bind(`par_${friend}`, `par_${referrer}`);
      const people = [...graph.people];
      // Half of them with somebody on their own line, where it matters.
      for (const [at, [thing, one, other]] of shared.entries()) {
        const person = people[one % people.length] ?? '';
        const line = above(graph, person);
        const owner =
          at % 2 === 0 && line.length > 0 ? line[other % line.length] : people[other % people.length];
        graph.share(thing, person, owner ?? person);
      }
      const touched = new Set([...graph.ownerOf.mail, ...graph.ownerOf.card, ...graph.ownerOf.device].flat());
      for (const friend of touched) {
        const fired = await signalsFor(graph, friend);
        const line = above(graph, friend);
        const isSelf = (thing: Thing) => line.some((id) => graph.have(thing, friend, id));
        if (isSelf('mail'))
          expect(fired, friend).toEqual(
            expect.arrayContaining([expect.stringMatching(/^(same_mail|self_referral|cycle)$/)]),
          );
        if (isSelf('card')) expect(fired, friend).toContain('same_card');
        // Where strangers sit there as well it is an office, and says less.
        if (isSelf('device'))
          expect(
            fired.some((signal) => /^same_(device|network)$/.test(signal)),
            friend,
          ).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test.each(['mail', 'card'] as const)(
  "a %s that many strangers have hides nobody on the friend's own line",
  async (thing) => {
    const graph = new Graph();
    for (let stranger = 0; stranger < 100; stranger += 1) {
      graph.bind(`par_stranger_${stranger}`, 'par_somebody');
      graph.share(thing, `par_stranger_${stranger}`, 'par_friend');
    }
    graph.bind('par_referrer', 'par_grandparent');
    graph.bind('par_friend', 'par_referrer');
    expect(await signalsFor(graph, 'par_friend')).toEqual([]);
    graph.share(thing, 'par_grandparent', 'par_friend');
    expect(await signalsFor(graph, 'par_friend')).toEqual([`same_${thing}`]);
  },
);
