import type { FriendRow } from '../../shared/contract/session.ts';
import type { Texts } from '../text/texts.ts';

/** How far a friend has come: `steps` of three, or 0 for one that doesn't count. */
export function describeFriend({ status, reason }: FriendRow, texts: Texts): { steps: number; text: string } {
  const states: Partial<Record<FriendRow['status'], string>> = texts.friendStates;
  const steps = Object.keys(states).indexOf(status) + 1;
  return { steps, text: texts.refusals[reason] ?? states[status] ?? texts.notCounted };
}
