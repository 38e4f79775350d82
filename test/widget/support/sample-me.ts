import type { FriendRow, Me, RewardRow } from '../../../shared/contract/session.ts';

/** 2026-11-23T12:00:00Z, the clock of these tests. */
export const NOW_MS = 1_795_435_200_000;

export function sampleReward(overrides: Partial<RewardRow> = {}): RewardRow {
  return {
    id: 'rwd_1',
    value: { amount: 1500, currency: 'USD' },
    status: 'issued',
    reason: 'order_completed',
    nextStepAt: null,
    holdDays: null,
    delivery: 'Links',
    since: '2026-11-12T10:00:00Z',
    claimable: true,
    ...overrides,
  };
}

export function sampleFriend(overrides: Partial<FriendRow> = {}): FriendRow {
  return {
    id: 'ref_1',
    label: 'Bea',
    status: 'attributed',
    reason: 'waiting_for_action',
    since: '2026-11-01T10:00:00Z',
    nextStepAt: null,
    ...overrides,
  };
}

export function sampleMe(overrides: Partial<Me> = {}): Me {
  return {
    participant: { id: 'prt_ada', displayName: 'Ada' },
    program: {
      id: 'friends',
      name: 'Give $15, get $15',
      status: 'active',
      startsAt: null,
      endsAt: null,
      offer: { title: 'Give $15, get $15', text: 'Your friend gets $15. So do you.' },
      termsUrl: 'https://api.example/terms/friends',
    },
    terms: { version: 1, accepted: false, required: false },
    share: {
      url: 'https://acme.link/r/ADA42',
      code: 'ADA42',
      message: 'I like Acme, here is $15 for you.',
      channels: ['native', 'copy', 'whatsapp', 'email', 'sms', 'qr'],
      disclosure: 'I get a reward if you join.',
      rewarded: true,
    },
    stats: {
      clicks: 3,
      referrals: 1,
      qualified: 1,
      rewards: { count: 1, amount: { amount: 1500, currency: 'USD' } },
    },
    progress: null,
    referrals: [sampleFriend()],
    rewards: [sampleReward()],
    ...overrides,
  };
}
