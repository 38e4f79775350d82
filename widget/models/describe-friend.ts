import type { FriendRow } from '../../shared/contract/session.ts';
import type { Texts } from '../text/texts.ts';

const STEPS: Partial<Record<FriendRow['status'], number>> = { attributed: 1, qualified: 2, completed: 3 };

/** How far a friend has come: `steps` of three, or null for one that doesn't count. */
export function describeFriend(
  { status, reason }: FriendRow,
  texts: Texts,
): { steps: number | null; text: string } {
  const steps = STEPS[status] ?? null;
  return {
    steps,
    text: texts.reasons[reason] ?? (steps ? (texts.reachedStep[steps - 1] ?? '') : texts.notCounted),
  };
}
