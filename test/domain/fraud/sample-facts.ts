import type { FraudFacts } from '../../../server/domain/fraud/fraud-facts.ts';

/** An honest friend of an honest referrer; `change` says what is not. */
export function factsLike(change: Partial<FraudFacts> = {}): FraudFacts {
  return {
    friend: { id: 'par_friend', mailKind: 'ordinary' },
    referrer: { id: 'par_referrer', mailKind: 'ordinary' },
    line: [],
    sharers: [],
    cardSharers: [],
    click: clickLike(),
    meeting: null,
    pace: [],
    rush: [],
    sinceSignUpMs: 86_400_000,
    ...change,
  };
}

export function clickLike(change: Partial<NonNullable<FraudFacts['click']>> = {}) {
  return {
    id: 'clk_1',
    medium: 'organic' as const,
    refererHost: null,
    networkMac: 'network',
    deviceMac: 'device',
    earlierNetworkMac: null,
    earlierDeviceMac: null,
    createdAt: 0,
    ...change,
  };
}
