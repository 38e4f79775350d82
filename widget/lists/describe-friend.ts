import type { FriendRow } from '../../shared/contract/session.ts';
import { formatDate } from './format-date.ts';
import type { ListTexts } from './texts.ts';

type FriendWords = {
  /** How far of three steps the friend has come, or 0 for one that doesn't count. */
  steps: number;
  /** The last step in a word or two; for one that doesn't count the whole sentence. */
  state: string;
  /** What happens next and when, or why nothing does yet. */
  detail: string;
};

/** What a friend's state means for who invited them. A reason without words falls back to the state's. */
export function describeFriend(
  friend: Pick<FriendRow, 'status' | 'reason' | 'nextStepAt'>,
  texts: ListTexts,
  locale: string,
  nowMs: number,
): FriendWords {
  const { status, reason, nextStepAt } = friend;
  const { friendStates, friendRefusals, refusals, friendHolds } = texts;
  const refusal = friendRefusals[reason] ?? refusals[reason];
  if (status === 'completed') return { steps: 3, state: friendStates.completed, detail: '' };
  if (status === 'qualified') {
    const detail = friendHolds[reason] ?? refusal ?? texts.rewardComing;
    return { steps: 2, state: friendStates.qualified, detail };
  }
  if (status === 'attributed') {
    const until = nextStepAt ? texts.joinedUntil(formatDate(nextStepAt, locale, nowMs)) : '';
    return { steps: 1, state: friendStates.attributed, detail: refusal ?? until };
  }
  return { steps: 0, state: refusal ?? texts.notCounted, detail: '' };
}
