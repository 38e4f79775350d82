import type { RewardRow } from '../../shared/contract/session.ts';
import { formatDate } from './format-date.ts';
import type { ListTexts } from './texts.ts';

export type RewardChip = keyof ListTexts['chips'];
type RewardWords = { chip: RewardChip; text: string };

/**
 * What a reward's state means for its owner, in one word and, where something is open, one sentence. A reason without
 * words falls back to the state's.
 */
export function describeReward(
  reward: RewardRow,
  texts: ListTexts,
  locale: string,
  nowMs: number,
): RewardWords {
  const { status, reason, nextStepAt, claimable, delivery } = reward;
  if (status === 'opened') return { chip: 'opened', text: '' };
  if (status === 'approved' && reason === 'awaiting_address')
    return { chip: 'asking', text: texts.addressNeeded[delivery] };
  if (claimable) return { chip: 'ready', text: '' };
  // Cards that go by e-mail or post are not opened here.
  if (status === 'issued') return { chip: 'sent', text: texts.sent[delivery] };
  if (status === 'rejected' || status === 'cancelled')
    return { chip: 'stopped', text: texts.refusals[reason] ?? texts.stopped };
  // Under way, a link comes to be kept back; what is mailed or posted arrives.
  if (status === 'withheld' || (reason === 'refunded' && delivery === 'Links'))
    return { chip: 'kept', text: texts.onHold };
  // A day that has passed promises nothing.
  const isAhead = nextStepAt !== null && Date.parse(nextStepAt) > nowMs;
  const date = isAhead ? formatDate(nextStepAt, locale, nowMs) : null;
  if (status === 'held') return { chip: heldChip(reason), text: heldWords(reward, texts, date) };
  if (reason === 'awaiting_release' && date) return { chip: 'coming', text: texts.payoutOn(date) };
  const text = texts.delays[reason] ?? texts.preparing;
  // Only a person of the site can let it go on.
  return { chip: status === 'failed' || text === texts.checking ? 'checking' : 'coming', text };
}

/** Only time brings it on its way: not a person who still looks at it, nor terms that nobody accepted. */
function heldChip(reason: RewardRow['reason']): RewardChip {
  if (reason === 'hold_period') return 'waiting';
  return reason === 'terms_not_accepted' ? 'kept' : 'checking';
}

function heldWords({ reason, holdDays }: RewardRow, texts: ListTexts, date: string | null): string {
  if (reason === 'hold_period' && date) return texts.waitingUntil(date, holdDays);
  const words = texts.holds[reason] ?? texts.checking;
  return date ? `${words} ${texts.alsoWaits(date)}` : words;
}
