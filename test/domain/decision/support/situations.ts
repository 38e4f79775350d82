import type { Referral } from '../../../../server/domain/attribution/referral.ts';
import { pass, refuse } from '../../../../server/domain/decision/check.ts';
import type { Person, Situation } from '../../../../server/domain/decision/situation.ts';
import { type Program, splitProgram } from '../../../../server/domain/site/program.ts';
import { acmeConfig } from '../../../support/acme.ts';

export const BOUND_AT = Date.parse('2026-11-23T12:00:00Z');
export const REFERRAL: Referral = {
  id: 'rfl_1',
  siteId: 'acme',
  programId: 'friends',
  programVersion: 1,
  referrerId: 'par_1',
  friendId: 'par_2',
  code: 'ADA42XYZ',
  matchedBy: 'code',
  evidence: 'code ADA42XYZ',
  clickId: null,
  status: 'attributed',
  reason: 'waiting_for_action',
  createdAt: BOUND_AT,
};
export const ATTRIBUTED = {
  referral: REFERRAL,
  referrer: null,
  matchedBy: 'code' as const,
  isNew: true,
  checks: [pass('attribution', 'attributed')],
};
export const STRANGER = {
  referral: null,
  referrer: null,
  matchedBy: null,
  isNew: false,
  checks: [refuse('attribution', 'no_referral')],
};

export function usd(left: number): Situation['budget'] {
  return { left, currency: 'USD' };
}

type Change = Parameters<typeof acmeConfig>[0];

export function programOf(change: Change = {}): Program {
  const [declared] = acmeConfig(change).sites[0]?.programs ?? [];
  if (!declared) throw new Error('the test site has no program');
  const { frozen, live } = splitProgram(declared);
  return { id: declared.id, siteId: 'acme', version: 1, revision: 1, versions: new Map([[1, frozen]]), live };
}

export function personLike(id: string): Person {
  return {
    id,
    externalId: id,
    country: null,
    region: null,
    bornBy: null,
    domainMac: null,
    blockedAt: null,
    isDomainExcluded: null,
    acceptedVersion: null,
  };
}

export function situationOf(change: Partial<Situation> = {}, program = programOf()): Situation {
  return {
    program,
    version: 1,
    phase: 'active',
    attribution: ATTRIBUTED,
    event: {
      type: 'purchase',
      trust: 'verified',
      amount: { amount: 4200, currency: 'USD' },
      metadata: {},
      occurredAt: BOUND_AT,
      source: null,
      returned: 0,
    },
    now: BOUND_AT,
    isFirst: true,
    isNewCustomer: true,
    people: { actor: personLike('par_2'), referrer: personLike('par_1') },
    counts: new Map(),
    rewardedBefore: new Set(),
    outranked: false,
    suspicion: null,
    products: new Map(),
    limitUses: [],
    budget: usd(100_000),
    ...change,
  };
}

export function eventWith(change: Partial<Situation['event']>): Partial<Situation> {
  return { event: { ...situationOf().event, ...change } };
}
