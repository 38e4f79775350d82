import type { ReasonCode } from '../../shared/reason.ts';

type ReasonWords = Partial<Record<ReasonCode, string>>;

const OFFER_OVER = 'The offer wasn’t running at that time.';
const NO_MATCH = 'It isn’t quite what the offer asks for. “How it works” says what counts.';
const NOT_COVERED = 'This one isn’t covered by the offer. The terms say who can take part.';
const TAKEN = 'All rewards of this offer are taken.';
const LOOKED_AT = 'We looked at this one, and it doesn’t count. Write to us if you think it should.';
const ONCE = 'The offer gives a reward for this once, and it has been given.';
const RETURNED = 'The order was returned, cancelled or disputed, so this one doesn’t count.';
const CHECKING = 'We’re checking this one. Usually done within two days.';
const DELAYED = 'Taking longer than usual. You don’t need to do anything.';
const WENT_WRONG = 'Something went wrong with this one. We’re looking into it.';

/**
 * Why something doesn't count. A row may be about its reader or about a friend, so the words name neither. What is private
 * to a friend never arrives here: the server tells it as `not_eligible`, or as being looked at.
 */
const refusals: ReasonWords = {
  self_referral: 'An invitation to yourself doesn’t count.',
  program_not_active: OFFER_OVER,
  program_not_started: OFFER_OVER,
  program_ended: OFFER_OVER,
  event_only_reported: 'We couldn’t confirm this one yet.',
  not_first: 'This was not the first time, so it doesn’t count.',
  known_customer: 'The offer is for people who are new here, so this one doesn’t count.',
  amount_too_low: 'The order was smaller than the offer asks for.',
  amount_missing: NO_MATCH,
  currency_differs: 'The order was in another currency than the offer.',
  metadata_differs: NO_MATCH,
  source_differs: NO_MATCH,
  too_late: 'This came too late for the offer.',
  referral_expired: 'The time to use this invitation is over.',
  already_rewarded: ONCE,
  recurring_over: ONCE,
  milestone_not_reached: 'It counts towards your next reward.',
  value_too_low: 'The order was too small for a gift card.',
  refunded: RETURNED,
  refunded_in_part: 'A part of the order was returned, so this one doesn’t count.',
  booked_as_loss: RETURNED,
  another_program_won: 'Another offer already rewarded this.',
  not_eligible: NOT_COVERED,
  rejected_by_person: LOOKED_AT,
  cancelled_by_person: LOOKED_AT,
  referrer_limit_reached: 'You have all rewards that one person can get for now.',
  daily_limit_reached: 'All rewards of that day were taken.',
  total_limit_reached: TAKEN,
  budget_exhausted: TAKEN,
};

/** What differs where the row is a friend's. */
const friendRefusals: ReasonWords = {
  bound_to_another: 'This friend had already come through another link, so this one doesn’t count.',
  not_first: 'This friend had been here before, so this one doesn’t count.',
  known_customer: 'This friend had been here before, so this one doesn’t count.',
};

/** Why a reward that is on its way takes longer, or when it comes. */
const delays: ReasonWords = {
  awaiting_release: 'Comes with the next payout.',
  order_unknown: DELAYED,
  order_delayed: DELAYED,
  order_refused: WENT_WRONG,
  order_cost_higher: CHECKING,
  order_failed: WENT_WRONG,
  account_parked: DELAYED,
  account_stopped: DELAYED,
  order_quarantined: CHECKING,
  order_dead: CHECKING,
  absence_told: CHECKING,
};

/** What a held reward waits for, where that is not a look by a person of the site. */
const holds: ReasonWords = {
  hold_period: 'Waiting in case of a return.',
  terms_not_accepted: 'Accept the terms to get it.',
};

/** What is open between a friend's deed and the reward. */
const friendHolds: ReasonWords = {
  hold_period: 'The reward waits in case of a return.',
  awaiting_approval: CHECKING,
  awaiting_second_approval: CHECKING,
};

/** English for the catalogue of reasons. A reason that says no more than the state has no words of its own. */
export const reasonWords = { refusals, friendRefusals, delays, holds, friendHolds, checking: CHECKING };
