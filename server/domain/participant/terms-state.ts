import type { Me } from '../../../shared/contract/session.ts';
import { currentRules, type Program } from '../site/program.ts';
import type { Rows } from '../store.ts';

/** Today's terms of the program, and whether the person has accepted them: a new version asks anew. */
export async function termsState(
  rows: Pick<Rows, 'termsAcceptances'>,
  participantId: string,
  program: Program,
): Promise<Me['terms']> {
  const accepted = await rows.termsAcceptances.ofParticipant(participantId, program.id);
  return {
    version: program.version,
    accepted: accepted.some(({ version }) => version >= program.version),
    required: currentRules(program).eligibility.acceptTerms === true,
  };
}
