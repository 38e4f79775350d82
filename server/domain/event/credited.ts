import type { Rule } from '../../../shared/contract/program.ts';
import type { Attribution } from '../attribution/attribute-friend.ts';
import type { Campaign } from '../attribution/campaign.ts';
import type { Verdict } from '../decision/decide.ts';
import type { Participant } from '../participant/participant.ts';
import type { Program } from '../site/program.ts';

/** What one program made of an event. */
export type Credited = {
  program: Program;
  version: number;
  attribution: Attribution;
  /** Whether the event itself says something about who referred its customer. */
  namesReferrer: boolean;
  /** The program's campaign code that the event came by. */
  campaign: Campaign | null;
  friend: Participant | null;
  verdicts: Verdict[];
  /** Rules whose conditions the event fulfils, whether or not a reward came of it. */
  fulfilled: Rule[];
};

/** Whether a reward was earned by the event in this program. */
export function hasEarned({ verdicts }: Credited): boolean {
  return verdicts.some(({ outcome }) => outcome !== 'refused');
}
