import { expect, test } from 'vitest';
import { fraudCheck } from '../../../server/domain/decision/fraud-check.ts';
import { findSignals } from '../../../server/domain/fraud/find-signals.ts';
import type { FraudRows } from '../../../server/domain/fraud/fraud-view.ts';
import { readFacts } from '../../../server/domain/fraud/read-facts.ts';
import { NOTHING_KNOWN, type Participant } from '../../../server/domain/participant/participant.ts';
import { programOf, REFERRAL } from '../decision/support/situations.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
/** Nothing that is stored, and nothing that is told, makes looking cost more than this. */
const MOST_LOOK_UPS = 22;
const MOST_ROWS = 20;

/** A store in which everybody has everything in common with everybody, without end. */
class Endless {
  lookUps = 0;
  mostRows = 0;

  #look<T>(rows: T[]): Promise<T[]> {
    this.lookUps += 1;
    this.mostRows = Math.max(this.mostRows, rows.length);
    return Promise.resolve(rows);
  }

  async #one<T>(row: T): Promise<T> {
    await this.#look([row]);
    return row;
  }

  get rows(): FraudRows {
    const many = <T>(limit: number, make: (at: number) => T) =>
      this.#look(Array.from({ length: limit }, (_, at) => make(at)));
    const other = (at: number) => ({ isBlocked: true, referrerId: `par_${at}` });
    const nthNewestAt = () => this.#one(NOW);
    return {
      referrals: {
        nthNewestAt,
        ofFriend: (_programId, id) => this.#one({ ...REFERRAL, friendId: id, referrerId: `${id}_above` }),
      },
      participants: {
        sharing: ({ limit }) => many(limit, (at) => ({ id: `par_mail_${at}`, ...other(at) })),
        byIds: (ids) => this.#look(ids.map(personLike)),
      },
      clicks: { find: (id) => this.#one(clickLike(id)) },
      sightings: {
        among: (people, macs) =>
          this.#look(people.flatMap((participantId) => macs.map((mac) => ({ participantId, mac })))),
        seenWith: ({ limit }) => many(limit, (at) => ({ participantId: `par_seen_${at}`, ...other(at) })),
      },
      arrivals: {
        nthNewestAt,
        lock: async () => {
          this.lookUps += 1;
        },
        insert: async () => {
          this.lookUps += 1;
        },
      },
      events: { firstAt: () => this.#one(NOW) },
    };
  }
}

function personLike(id: string): Participant {
  const never = { blockedAt: null, erasedAt: null, signedOutAt: null, createdAt: NOW };
  return { ...NOTHING_KNOWN, ...never, id, siteId: 'acme', externalId: id, emailMac: 'mail' };
}

function clickLike(id: string) {
  const seen = { networkMac: 'network', deviceMac: 'device', forgetAt: NOW };
  const earlier = { earlierNetworkMac: 'network before', earlierDeviceMac: 'device before' };
  return {
    id,
    code: 'ADA42',
    refererHost: 'deals.example',
    medium: 'paid' as const,
    ...seen,
    ...earlier,
    createdAt: NOW,
  };
}

test('looking at one event reads a bounded number of rows, whatever is stored, and says a bounded number of words', async () => {
  const pace = { friends: 1000, minutes: 1440 };
  const velocity = { perReferrer: pace, perDevice: pace, perNetwork: pace, perCard: pace, perBin: pace };
  const endless = new Endless();
  const { facts, unread } = await readFacts(endless.rows, {
    input: {
      site: { id: 'acme' },
      request: { type: 'purchase', customer: { id: 'bea' } },
      customer: { externalId: 'bea' },
      payment: { cardMac: 'card', binMac: 'bin' },
      occurredAt: NOW,
    },
    program: programOf({ fraud: { level: 'strict', velocity } }),
    attribution: {
      referral: REFERRAL,
      referrer: personLike(REFERRAL.referrerId),
      matchedBy: 'token',
      isNew: true,
      checks: [],
    },
    friend: personLike(REFERRAL.friendId),
    clickId: 'clk_1',
    now: NOW,
    pseudonyms: { domain: (name) => name },
  });
  expect(unread).toEqual(new Set());
  expect(endless.lookUps).toBeLessThanOrEqual(MOST_LOOK_UPS);
  expect(endless.mostRows).toBeLessThanOrEqual(MOST_ROWS);
  const { referrer } = findSignals(facts, { level: 'strict', now: NOW });
  expect(referrer.signals.length).toBeGreaterThan(3);
  expect(fraudCheck(referrer, 'strict').detail.length).toBeLessThan(2000);
});
