import type { FriendRow, Me, RewardRow } from '../../shared/contract/session.ts';
import { sampleFriend, sampleMe, sampleReward } from '../widget/support/sample-me.ts';

const OFFER = {
  title: 'Give $15, get $15',
  text: 'Your friend gets a $15 gift card on their first order of $25. So do you.',
};

function rewards(...rows: Partial<RewardRow>[]): RewardRow[] {
  return rows.map((row, index) => sampleReward({ id: `rwd_${index}`, ...row }));
}

function friends(...rows: Partial<FriendRow>[]): FriendRow[] {
  return rows.map((row, index) => sampleFriend({ id: `ref_${index}`, ...row }));
}

/** One reward and one friend, as most people have them. */
export function ada(overrides: Partial<Me> = {}): Me {
  const usual = sampleMe();
  return {
    ...usual,
    program: { ...usual.program, offer: OFFER },
    share: {
      ...usual.share,
      channels: ['copy', 'whatsapp', 'email', 'sms', 'telegram', 'x', 'facebook', 'linkedin', 'qr'],
    },
    rewards: rewards({}),
    referrals: friends({ status: 'completed', reason: 'rewarded' }),
    ...overrides,
  };
}

export function newcomer(): Me {
  return ada({
    rewards: [],
    referrals: [],
    stats: { clicks: 0, referrals: 0, qualified: 0, rewards: { count: 0, amount: usd(0) } },
  });
}

/** Somebody who has invited for a while: six rewards, and friends who came as far as friends come. */
export function manyFriends(): Me {
  const held = { status: 'held', reason: 'hold_period', holdDays: 14, claimable: false } as const;
  const reached: Partial<FriendRow>[] = [
    { status: 'attributed', reason: 'waiting_for_action', nextStepAt: '2027-01-30T12:00:00Z' },
    { status: 'qualified', reason: 'hold_period' },
    { status: 'completed', reason: 'rewarded' },
    { status: 'rejected', reason: 'not_first' },
  ];
  const names = [
    'Bea',
    'Carl',
    'Dora',
    'Emil',
    'Friend 8',
    'Friend 7',
    'Gus',
    'Hilde',
    'Ida',
    'Jon',
    'Friend 2',
    'Kim',
  ];
  return ada({
    stats: { clicks: 48, referrals: 12, qualified: 6, rewards: { count: 6, amount: usd(9000) } },
    rewards: rewards(
      {},
      { ...held, nextStepAt: '2026-12-06T12:00:00Z' },
      { status: 'ordering', reason: 'order_written', claimable: false },
      ...Array.from({ length: 3 }, () => ({ status: 'opened', reason: 'claim_revealed' }) as const),
    ),
    referrals: friends(...names.map((label, index) => ({ label, ...reached[index % 4] }))),
  });
}

/** Every status that a reward and a friend can have, each with the reason that comes with it. */
export function everyStatus(): Me {
  return ada({
    stats: { clicks: 21, referrals: 5, qualified: 3, rewards: { count: 5, amount: usd(8550) } },
    rewards: rewards(
      {},
      {
        status: 'held',
        reason: 'hold_period',
        holdDays: 14,
        claimable: false,
        nextStepAt: '2026-12-06T12:00:00Z',
        value: usd(2550),
      },
      { status: 'approved', reason: 'approved_automatically', claimable: false },
      { status: 'ordering', reason: 'order_written', claimable: false },
      { status: 'ordering', reason: 'order_delayed', claimable: false },
      { status: 'failed', reason: 'order_dead', claimable: false },
      { status: 'opened', reason: 'claim_revealed' },
      { status: 'withheld', reason: 'refunded', claimable: false },
      { status: 'cancelled', reason: 'program_ended', claimable: false },
    ),
    referrals: friends(
      { label: 'Bea', status: 'completed', reason: 'rewarded' },
      { label: 'Friend 2', status: 'qualified', reason: 'action_done', since: '2026-11-19T10:00:00Z' },
      { label: 'Friend 3', since: '2026-11-22T10:00:00Z' },
      { label: 'Friend 4', status: 'rejected', reason: 'not_first', since: '2026-10-02T10:00:00Z' },
      { label: 'Friend 5', status: 'expired', reason: 'too_late', since: '2026-08-02T10:00:00Z' },
    ),
  });
}

/** What waits, for what, and what will not come, each with the reason that people ask about. */
export function everyReason(): Me {
  const waiting = { claimable: false, status: 'held' } as const;
  return ada({
    rewards: rewards(
      { ...waiting, reason: 'hold_period', holdDays: 14, nextStepAt: '2026-12-06T12:00:00Z' },
      { ...waiting, reason: 'awaiting_approval', nextStepAt: '2026-12-06T12:00:00Z' },
      {
        claimable: false,
        status: 'approved',
        reason: 'awaiting_release',
        nextStepAt: '2026-12-01T00:00:00Z',
      },
      { claimable: false, status: 'issued', reason: 'order_completed' },
      { claimable: false, status: 'cancelled', reason: 'refunded' },
      { claimable: false, status: 'rejected', reason: 'rejected_by_person' },
    ),
    referrals: friends(
      { label: 'Bea', nextStepAt: '2027-02-23T10:00:00Z' },
      { label: 'Friend 2', reason: 'amount_too_low' },
      { label: 'Friend 3', status: 'qualified', reason: 'hold_period' },
      { label: 'Friend 4', status: 'qualified', reason: 'milestone_not_reached' },
      { label: 'Friend 5', status: 'rejected', reason: 'not_eligible' },
      { label: 'Friend 6', status: 'voided', reason: 'refunded' },
    ),
  });
}

const BY_MAIL = { delivery: 'DigitalDelivery', claimable: false } as const;
const BY_POST = { delivery: 'PhysicalShipment', claimable: false } as const;
const ASKING = { status: 'approved', reason: 'awaiting_address' } as const;

/** Cards that travel, from the question where to until they have left. */
export function cardsThatTravel(): Me {
  return ada({
    stats: { clicks: 21, referrals: 1, qualified: 1, rewards: { count: 5, amount: usd(7500) } },
    rewards: rewards(
      { ...BY_POST, ...ASKING, id: 'page_1' },
      { ...BY_MAIL, ...ASKING, id: 'page_2' },
      { ...BY_POST, status: 'ordering', reason: 'order_written' },
      { ...BY_POST, id: 'page_3' },
      BY_MAIL,
    ),
  });
}

/** A card that is ordered when it is opened, before that or after. */
export function madeOnOpening(by: Partial<RewardRow> = {}): Me {
  const usual = { id: 'page_1', status: 'approved', reason: 'awaiting_opening' } as const;
  return ada({ rewards: rewards({ ...usual, ...by }) });
}

/** Somebody whose rewards wait until the terms are accepted. */
export function askedForTerms(): Me {
  return ada({
    rewards: rewards({ status: 'held', reason: 'terms_not_accepted', claimable: false }),
    terms: { version: 3, accepted: false, required: true },
  });
}

/** Words and numbers that are longer than anybody hopes. */
export function longWords(): Me {
  const usual = ada();
  return ada({
    program: {
      ...usual.program,
      offer: {
        title: 'Verschenke 150.000\u00a0Rp und erhalte selbst einen Einkaufsgutschein',
        text: 'Deine Freundin bekommt den Geschenkgutschein mit ihrer ersten Bestellung ab 250.000\u00a0Rp. Du auch.',
      },
    },
    share: {
      ...usual.share,
      url: 'https://empfehlungen.haushaltswarenversand.example/r/MAXIMILIANE-FREIFRAU-2026',
    },
    stats: {
      clicks: 1,
      referrals: 1,
      qualified: 1,
      rewards: { count: 2, amount: { amount: 3_000_000, currency: 'IDR' } },
    },
    rewards: rewards(
      { value: { amount: 1_500_000, currency: 'IDR' } },
      { value: { amount: 1_500_000, currency: 'IDR' }, status: 'opened', reason: 'claim_revealed' },
    ),
    referrals: friends(
      { label: 'Maximiliane Freifrau von Hohenzollern-Sigmaringen-Württemberg' },
      { label: 'Donaudampfschifffahrtsgesellschaftskapitänswitwe', status: 'completed', reason: 'rewarded' },
    ),
  });
}

function usd(amount: number) {
  return { amount, currency: 'USD' };
}
