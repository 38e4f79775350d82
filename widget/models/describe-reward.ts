import type { RewardRow } from '../../shared/contract/session.ts';
import { formatDate } from '../text/format-date.ts';
import type { Texts } from '../text/texts.ts';

export type RewardChip = keyof Texts['chips'];

/**
 * What a reward's state means for its owner, in one word and, where something is open, one sentence. A reason without
 * words falls back to the state's.
 */
export function describeReward(
  reward: RewardRow,
  texts: Texts,
  locale: string,
  nowMs: number,
): { chip: RewardChip; text: string } {
  const { status, reason, nextStepAt, claimable, holdDays } = reward;
  if (status === 'opened') return { chip: 'opened', text: '' };
  if (claimable) return { chip: 'ready', text: '' };
  if (status === 'held') {
    const text =
      nextStepAt && reason === 'hold_period'
        ? texts.waitingUntil(formatDate(nextStepAt, locale, nowMs), holdDays)
        : texts.waiting;
    return { chip: 'waiting', text };
  }
  if (status === 'rejected' || status === 'cancelled' || status === 'withheld')
    return { chip: 'stopped', text: texts.refusals[reason] ?? texts.stopped };
  return { chip: 'coming', text: texts.delays[reason] ?? texts.preparing };
}
