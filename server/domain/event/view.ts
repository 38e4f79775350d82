import type { Attribution } from '../attribution/attribute-friend.ts';
import type { Situation } from '../decision/situation.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Program } from '../site/program.ts';
import type { EventInput } from './event-input.ts';

/** One event in one program, with everything that was found out about it so far. */
export type View = {
  input: EventInput;
  program: Program;
  version: number;
  attribution: Attribution;
  /** The customer's participant, locked; null for one who leaves no trace. */
  friend: Participant | null;
  /** Source of the program's campaign code that the event came by. */
  source: string | null;
  outranked: boolean;
  /** Looks for signals of fraud; null where the program does not look. */
  suspicion: () => Promise<Situation['suspicion']>;
  now: number;
  pseudonyms: Pseudonyms;
};
