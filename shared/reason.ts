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
  another_program_won: 'Another program already rewards this event and the two do not stack.',
  budget_available: 'The budget covers the reward.',
  budget_exhausted: 'The budget does not cover the reward.',
  // states
  waiting_for_action: 'The friend has joined and has not done yet what the program asks for.',
  action_done: 'The friend did what the program asks for.',
  rewarded: 'Every reward of this referral is with its owner.',
  earned: 'The decision made this reward.',
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
  claim_revealed: 'The claim was shown to its owner.',
} as const;

export type ReasonCode = keyof typeof SUPPORT_TEXTS;

export const REASON_CODES = Object.keys(SUPPORT_TEXTS) as [ReasonCode, ...ReasonCode[]];
