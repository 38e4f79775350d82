import type { ReferralRequest } from '../../../shared/contract/referral.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { ensureCode } from '../participant/ensure-participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import { refuseErased } from '../person/refuse-erased.ts';
import { namedProgram } from '../site/named-program.ts';
import { type Program, phaseOf } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import { bindFriend, selfReferralCheck } from './bind-friend.ts';
import type { Referral } from './referral.ts';

type BindParts = { store: Store; ids: Ids; clock: Clock; pseudonyms: Pseudonyms };

/**
 * A person of the site says who referred a friend, and why they say so. It binds and does nothing else: events decide
 * as ever. Throws `bad_request` for a program or referrer that the site does not have, and `conflict` where nobody can
 * be bound: the friend is bound already, both are one person, or the program does not run.
 */
export async function bindByHand(
  parts: BindParts,
  site: Site,
  request: ReferralRequest,
  actor: string,
): Promise<Referral> {
  const { store, ids, clock } = parts;
  const program = namedProgram(site, request.programId);
  return store.write('bind-friend', async (rows) => {
    const now = clock();
    if (phaseOf(program.live, now) !== 'active') {
      throw new DomainError('conflict', 'The program does not run now, so nobody can be bound in it.');
    }
    const referral = await bind(rows, parts, { site, program, request, actor }, now);
    const trail = new Trail(ids, now, actor);
    trail.referral(referral, { status: referral.status, reason: 'bound_by_person' }, request.reason);
    trail.touch(program.id, referral.friendId);
    await trail.store(rows);
    return referral;
  });
}

type Case = { site: Site; program: Program; request: ReferralRequest; actor: string };

async function bind(
  rows: Rows,
  { ids, pseudonyms }: BindParts,
  { site, program, request, actor }: Case,
  now: number,
): Promise<Referral> {
  const facts = { siteId: site.id, externalId: request.friend.externalId };
  const friend = await rows.participants.upsert(ids.next('par'), facts, now);
  await refuseErased(rows, pseudonyms, friend);
  if (await rows.referrals.ofFriend(program.id, friend.id)) {
    throw new DomainError('conflict', 'The friend is bound already in this program. A friend is bound once.');
  }
  const referrer = await referrerOf(rows, site, program, request);
  if (!selfReferralCheck(referrer, friend).passed) {
    throw new DomainError('conflict', 'Referrer and friend are the same person.');
  }
  const { code } = await ensureCode(rows, ids, referrer.id, program.id, now);
  const matched = { code, version: null, clickId: null, matchedBy: 'manual' as const, evidence: actor };
  return bindFriend(rows, ids, program, { referrer, friend, matched }, now);
}

async function referrerOf(rows: Rows, site: Site, program: Program, { referrer }: ReferralRequest) {
  if ('externalId' in referrer) {
    const known = await rows.participants.byExternalId(site.id, referrer.externalId);
    return known && known.erasedAt === null
      ? known
      : fault('referrer.externalId', 'is no participant of this site');
  }
  const folded = foldCode(referrer.code);
  const code = folded === null ? undefined : await rows.codes.find(folded);
  const owner = code?.programId === program.id ? code.participantId : null;
  const known = owner === null ? undefined : await rows.participants.byId(owner);
  return known ?? fault('referrer.code', 'is no share code of this program');
}

function fault(path: string, message: string): never {
  throw new DomainError('bad_request', `${path} ${message}.`, { errors: [{ path, message }] });
}
