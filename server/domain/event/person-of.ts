import type { Person } from '../decision/situation.ts';
import type { Participant, ParticipantFacts } from '../participant/participant.ts';
import { frozenAt } from '../site/program.ts';
import type { Past } from './past.ts';
import type { View } from './view.ts';

/** What is known of a participant, or of a customer who is none. */
export async function personOf(
  rows: Past,
  { pseudonyms, program, version }: View,
  known: Participant | ParticipantFacts,
): Promise<Person> {
  const { eligibility } = frozenAt(program, version);
  const id = 'id' in known ? known.id : null;
  const domainMac = known.domainMac ?? null;
  return {
    id,
    externalId: known.externalId,
    country: known.country ?? null,
    region: known.region ?? null,
    bornBy: known.bornBy ?? null,
    domainMac,
    blockedAt: 'blockedAt' in known ? known.blockedAt : null,
    ...('erasedAt' in known && known.erasedAt !== null && { isErased: true as const }),
    isDomainExcluded:
      domainMac === null
        ? null
        : (eligibility.excludeDomains ?? []).some((domain) => pseudonyms.domain(domain) === domainMac),
    acceptedVersion:
      eligibility.acceptTerms && id !== null ? await newestAcceptance(rows, id, program.id) : null,
  };
}

async function newestAcceptance(
  rows: Past,
  participantId: string,
  programId: string,
): Promise<number | null> {
  // Somebody may be accepting them at this moment: either sees the other (`acceptTerms`).
  await rows.codes.lock(programId, participantId);
  const accepted = await rows.termsAcceptances.ofParticipant(participantId, programId);
  return accepted.at(-1)?.version ?? null;
}
