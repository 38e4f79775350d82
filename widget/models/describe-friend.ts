import type { FriendRow } from '../../shared/contract/session.ts';
import type { Texts } from '../text/texts.ts';

/** The steps of a friend who is on the way, each with the reason that stands for it. */
const STEPS = { attributed: 'attributed', qualified: 'action_done', completed: 'rewarded' } as const;

/** How far a friend has come: `steps` of three, or 0 for one that doesn't count. */
export function describeFriend({ status, reason }: FriendRow, texts: Texts): { steps: number; text: string } {
  const steps = Object.keys(STEPS).indexOf(status) + 1;
  const usual = texts.reasons[STEPS[status as keyof typeof STEPS]];
  return { steps, text: texts.reasons[reason] ?? usual ?? texts.notCounted };
}
