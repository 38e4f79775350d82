import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Referral } from '../../../server/domain/attribution/referral.ts';
import { findSignals } from '../../../server/domain/fraud/find-signals.ts';
import { type FraudRows, readFacts } from '../../../server/domain/fraud/read-facts.ts';
import { programOf, situationOf } from '../decision/support/situations.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const { attribution } = situationOf();

const INPUT = {
  site: { id: 'acme' },
  request: { type: 'purchase', customer: { id: 'bea' } },
  customer: {},
  occurredAt: NOW,
};

/** Who referred whom, in memory. A friend is bound once, so everybody has one referrer at most. */
class Graph {
  readonly referrerOf = new Map<string, string>();
  asked = 0;

  bind(friend: string, referrer: string): boolean {
    if (friend === referrer || this.referrerOf.has(friend)) return false;
    this.referrerOf.set(friend, referrer);
    return true;
  }

  referralOf(friendId: string): Referral | undefined {
    this.asked += 1;
    const referrerId = this.referrerOf.get(friendId);
    if (referrerId === undefined || attribution.referral === null) return undefined;
    return { ...attribution.referral, friendId, referrerId };
  }

  get rows(): FraudRows {
    return {
      referrals: { ofFriend: async (_programId, id) => this.referralOf(id), nthNewestAt: async () => null },
      participants: { sharing: async () => [] },
      clicks: { find: async () => undefined },
      sightings: { among: async () => [], seenWith: async () => [] },
      events: { firstAt: async () => null },
    };
  }
}

/** Whether the signal fires for the friend's referral, as an event of the friend would have it asked. */
async function isFlagged(graph: Graph, friendId: string): Promise<boolean> {
  const referral = graph.referralOf(friendId) ?? null;
  const view = { input: INPUT, program: programOf(), friend: null, clickId: null, now: NOW };
  const bound = { ...view, attribution: { ...attribution, referral } };
  const { facts, unread } = await readFacts(graph.rows, bound);
  const { referrer, friend } = findSignals(
    {
      ...facts,
      friend: { id: friendId, mailKind: null },
      referrer: referral && { id: referral.referrerId, mailKind: null },
    },
    { level: 'balanced', now: NOW },
    unread,
  );
  const fired = [referrer, friend].map(({ signals }) => signals.some(({ signal }) => signal === 'cycle'));
  expect(fired[0]).toBe(fired[1]);
  return fired[0] === true;
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
const anyGraph = fc
  .integer({ min: 2, max: 200 })
  .chain((people) => fc.array(fc.nat(people - 1), { minLength: people, maxLength: people }));

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
      expect(await isFlagged(graph, last)).toBe(false);
      expect(graph.asked).toBeLessThanOrEqual(5);
    }),
    { numRuns: 40 },
  );
});
