import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import { clearReason } from '../reward/clear-reason.ts';
import type { Program } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import { withVersion } from '../site/with-version.ts';
import type { Rows, Store } from '../store.ts';
import type { Participant } from './participant.ts';

type AcceptTermsParts = NewOrderParts & { store: Store; clock: Clock };

type Acceptance = {
  participant: Pick<Participant, 'id' | 'siteId' | 'externalId'>;
  program: Program;
  version: number;
  /** Where the terms were shown: `widget`, or the key of the back end that says so. */
  place: string;
  actor: string;
};

/**
 * Writes down that somebody accepted a version of a program's terms, once, and lets their rewards go on that waited for
 * nothing else. Whether an order was written. Throws `bad_request` for a version that never ran.
 */
export async function acceptTerms(
  parts: AcceptTermsParts,
  site: Site,
  { participant, program, version, place, actor }: Acceptance,
): Promise<boolean> {
  return parts.store.write('accept-terms', async (rows) => {
    const now = parts.clock();
    await refuseUnknownVersion(rows, program, version);
    const { id, siteId, externalId } = participant;
    // A decision that is being made takes the same locks before it asks what was accepted: it sees this, or this sees it.
    await rows.participants.lock({ siteId, externalId });
    await rows.codes.lock(program.id, id);
    const acceptance = { participantId: id, programId: program.id, version, place, acceptedAt: now };
    const trail = new Trail(parts.ids, now, actor);
    if (await rows.termsAcceptances.insert(acceptance)) {
      const step = { status: 'terms_accepted', reason: 'terms_accepted' } as const;
      trail.step({ siteId, subject: 'participant', subjectId: id, ...step });
      trail.touch(program.id, id);
    }
    const go = { live: program.live, accountId: site.accountId, now };
    let ordered = false;
    for (const rewardId of await rows.rewards.waitingFor('terms_not_accepted', id, program.id)) {
      const reward = await rows.rewards.lock(rewardId);
      if (reward?.status !== 'held' || reward.programVersion > version) continue;
      const cleared = { reward, cleared: 'terms_not_accepted', reason: 'terms_accepted', ...go } as const;
      if (await clearReason(rows, parts, trail, cleared)) ordered = true;
    }
    await trail.store(rows);
    return ordered;
  });
}

async function refuseUnknownVersion(rows: Rows, program: Program, version: number): Promise<void> {
  const { versions } = await withVersion(rows, program, version);
  if (versions.has(version)) return;
  const message = 'is no version of the terms of this program';
  throw new DomainError('bad_request', `The version ${version} ${message}.`, {
    errors: [{ path: 'version', message }],
  });
}
