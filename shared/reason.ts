/**
 * The closed list of reasons. A check, a state change and a line in the widget all name one of these;
 * the words for people are kept apart (widget/text for referrers and friends, `supportText` for the site's staff).
 */
export const SUPPORT_TEXTS = {
  // attribution
  attributed: 'The friend is bound to this referrer.',
  already_bound: 'The friend was bound to this referrer earlier.',
  no_referral: 'Nothing in the event, and nothing known before, names a referrer.',
  no_referrer_needed: 'This reward goes to the person who acted; no referrer is needed.',
  code_unknown: 'The code is not a code of this program.',
  token_invalid: 'The referral token does not verify.',
  token_expired: 'The referral token is older than the attribution window.',
  token_valid: 'The referral token verifies.',
  self_referral: 'Referrer and friend are the same person.',
  not_self: 'Referrer and friend are different people.',
  // decision
  program_active: 'The program runs.',
  program_not_active: 'The program is a draft, paused or ended.',
  program_not_started: 'The program has not started yet.',
  program_ended: 'The program has ended.',
  event_verified: 'The event came with a secret key or a signature.',
  event_only_reported: 'Only a browser reported the event; that never pays by itself.',
  first_of_its_kind: "It is this customer's first event of the type.",
  not_first: 'The customer had done this before.',
  amount_reached: 'The amount reaches the minimum.',
  amount_missing: 'The rule asks for a minimum amount and the event names none.',
  amount_too_low: 'The amount is under the minimum.',
  currency_differs: "The amount is in another currency than the rule's minimum.",
  metadata_matches: 'The metadata is what the rule asks for.',
  metadata_differs: 'The metadata is not what the rule asks for.',
  in_time: 'The event came within the time to qualify.',
  too_late: 'The event came after the time to qualify.',
  once_per_person: 'The person has not been rewarded by this rule before.',
  already_rewarded: 'The person was rewarded by this rule before.',
  source_matches: 'The event came by a campaign code of a source that the rule asks for.',
  source_differs: 'The event did not come by a campaign code of a source that the rule asks for.',
  milestone_reached: 'The number of qualified referrals reaches a milestone.',
  milestone_not_reached: 'The number of qualified referrals is between milestones.',
  recurring_open: 'The rule rewards this once more.',
  recurring_over: 'The rule has rewarded this as often, or as long, as it does.',
  value_settled: 'The value follows from the rule.',
  value_too_low: 'What the rule gives is less than the smallest value of the gift card.',
  not_refunded: 'The purchase stands.',
  refunded: 'The purchase was returned, cancelled or disputed.',
  refunded_in_part: 'A part of the purchase was returned.',
  another_program_won: 'Another program already rewards this event and the two do not stack.',
  // eligibility
  old_enough: 'The person is old enough.',
  too_young: 'The person is younger than the program allows.',
  age_unknown: "The program asks for an age, and the person's is not known.",
  country_allowed: 'The program is open in the country of the person.',
  country_excluded: 'The program is not open in the country of the person.',
  country_unknown: "The program asks for a country, and the person's is not known.",
  region_allowed: 'The program is open in the region of the person.',
  region_excluded: 'The program is not open in the region of the person.',
  region_unknown: "The program excludes regions, and the person's is not known.",
  new_customer: 'The customer is new.',
  known_customer: 'The customer had bought before.',
  not_excluded: 'The person is not excluded.',
  person_excluded: 'The program excludes the person.',
  domain_excluded: "The program excludes the domain of the person's e-mail address.",
  domain_unknown: "The program excludes e-mail domains, and the person's address is not known.",
  terms_accepted: 'The person has accepted the terms.',
  terms_not_accepted: 'The person has not accepted the terms yet.',
  not_blocked: 'The person is not blocked.',
  participant_blocked: 'The site has blocked the person.',
  participant_unblocked: 'The site lets the person take part again.',
  // fraud
  nothing_suspicious: 'No signal, or too few of them.',
  suspicious: 'Signals together ask for a look by a person.',
  signal_failed: 'A signal could not be read, so a person looks first.',
  // limits
  within_limits: 'The limits of the program allow it.',
  referrer_limit_reached: 'The referrer has all the rewards of this period.',
  daily_limit_reached: 'All rewards of the day are taken.',
  total_limit_reached: 'All rewards of the program are taken.',
  budget_available: 'The budget covers the reward.',
  budget_exhausted: 'The budget does not cover the reward.',
  // states
  waiting_for_action: 'The friend has joined and has not done yet what the program asks for.',
  action_done: 'The friend did what the program asks for.',
  rewarded: 'Every reward of this referral is with its owner.',
  earned: 'The decision made this reward.',
  hold_over: 'The time for returns is over.',
  hold_period: 'It waits in case of a return.',
  no_approval_needed: 'The program approves by itself.',
  awaiting_approval: 'A person of the site approves it first.',
  awaiting_second_approval: 'A second person of the site approves it as well.',
  approved_by_person: 'A person of the site approved it.',
  rejected_by_person: 'A person of the site rejected it.',
  cancelled_by_person: 'A person of the site cancelled it.',
  awaiting_release: "It is ordered at the program's next release.",
  referral_expired: 'The friend did not do in time what the program asks for.',
  given_by_person: 'A person of the site gave it.',
  bound_by_person: 'A person of the site bound the friend to this referrer.',
  code_replaced: 'The share link was replaced.',
  person_erased: 'Everything that was known of the person was erased.',
  person_exported: 'Everything that is kept about the person was given out.',
  booked_as_loss: 'The purchase was returned after the gift card was opened.',
  approved_automatically: 'The program approves by itself.',
  order_written: 'The gift card is being ordered.',
  order_unknown: 'No answer came from the upstream; the same number goes again.',
  order_delayed: 'The gift card is ordered and takes longer than usual.',
  order_completed: 'The gift card is ready.',
  order_refused: 'The upstream refused the order.',
  order_failed: 'The upstream gave the order up.',
  order_quarantined: 'The order number exists upstream with other content; a person must look.',
  order_dead: 'The order ended its worker too often; a person must look.',
  account_parked: 'The upstream account has no funds left.',
  account_stopped: 'The upstream account was refused.',
  account_open: 'The upstream account takes orders again.',
  signed_out: 'All sessions of the participant were ended.',
  claim_page_given: 'The address of the claim page was given out.',
  program_made: 'The program was made.',
  program_changed: 'A live part of the program was changed.',
  program_version_made: 'The rules or terms of the program were changed: a new version.',
  claim_revealed: 'The claim was shown to its owner.',
} as const;

export type ReasonCode = keyof typeof SUPPORT_TEXTS;

export const REASON_CODES = Object.keys(SUPPORT_TEXTS) as [ReasonCode, ...ReasonCode[]];

/**
 * A check that fails for one of these does not refuse: the reward waits, for a date, for a person of the site, or for
 * its beneficiary. Everything else that fails refuses.
 */
const HOLDING: ReadonlySet<ReasonCode> = new Set([
  'age_unknown',
  'country_unknown',
  'region_unknown',
  'domain_unknown',
  'terms_not_accepted',
  'suspicious',
  'signal_failed',
  'awaiting_approval',
  'hold_period',
]);

/** Whether a failed check with this reason holds the reward instead of refusing it. */
export function holds(reason: ReasonCode): boolean {
  return HOLDING.has(reason);
}
