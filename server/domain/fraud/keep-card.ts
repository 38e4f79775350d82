import type { EventInput } from '../event/event-input.ts';
import type { Participant } from '../participant/participant.ts';
import { currentRules } from '../site/program.ts';
import { forgetAt } from './forget-at.ts';
import { levelOf } from './level-of.ts';
import type { SightingRows } from './sighting.ts';

/**
 * Keeps with which card a participant paid, as a keyed hash: until 30 days after the longest hold of the site's programs
 * that look for fraud, counted from the last payment. Nothing of strangers, and nothing where no program looks.
 */
export async function keepCard(
  { sightings }: { sightings: Pick<SightingRows, 'keep'> },
  { site, trust, payment: { cardMac } }: Pick<EventInput, 'site' | 'trust' | 'payment'>,
  payer: Participant | null,
  now: number,
): Promise<void> {
  const looking = site.programs.filter(({ live }) => levelOf(live) !== 'off');
  if (cardMac === null || trust !== 'verified' || !payer || looking.length === 0) return;
  await sightings.keep({
    participantId: payer.id,
    kind: 'card',
    mac: cardMac,
    forgetAt: Math.max(...looking.map((program) => forgetAt(currentRules(program), now))),
    createdAt: now,
  });
}
