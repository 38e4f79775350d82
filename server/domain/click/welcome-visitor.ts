import type { Visit, VisitRequest } from '../../../shared/contract/click.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { offerToFriend } from '../site/offer.ts';
import type { Program } from '../site/program.ts';
import { programStatus } from '../site/program-status.ts';
import type { Site } from '../site/site.ts';
import type { FollowedCode } from './click.ts';
import type { VisitParts } from './follow-link.ts';
import { issueReferralToken } from './issue-token.ts';
import { isRevoked } from './revoked.ts';

const NOBODY: Visit = { referralToken: null, programId: null, referrer: null, offer: null };

/** What a referrer is called who chose no name to show: nothing that the site knows of them is shown instead. */
const UNNAMED = 'A friend';

/**
 * The welcome for a visitor who came with a token, a code, or an address that holds either. Counts nothing: the
 * click was counted on the way. A code without token gets a token here, for pages that are reached without `/r/`.
 * A campaign's code has no referrer, and welcomes with the offer alone.
 */
export async function welcomeVisitor(parts: VisitParts, site: Site, request: VisitRequest): Promise<Visit> {
  const now = parts.clock();
  const found = await findCode(parts, site, request, now);
  if (!found) return NOBODY;
  const { code, program, token } = found;
  // A blocked person refers nobody, and says so to nobody.
  if (isRevoked(code, program)) return NOBODY;
  const status = await programStatus(parts.store.read, program, now);
  if (status !== 'active' && status !== 'exhausted') return NOBODY;
  return {
    referralToken:
      token ??
      (await issueReferralToken(parts.referralTokens, program, code.code, parts.ids.next('clk'), now)),
    programId: program.id,
    referrer: await referrerOf(parts, code),
    // The friend is still bound, and earns once there is money again; until then nothing is promised.
    offer: status === 'active' ? offerToFriend(program) : null,
  };
}

async function referrerOf(
  { store }: VisitParts,
  { participantId }: FollowedCode,
): Promise<Visit['referrer']> {
  if (participantId === null) return null;
  const referrer = await store.read.participants.byId(participantId);
  return { displayName: referrer?.displayName ?? UNNAMED };
}

type Found = { code: FollowedCode; program: Program; token: string | null };

async function findCode(
  parts: VisitParts,
  site: Site,
  request: VisitRequest,
  now: number,
): Promise<Found | null> {
  const address = request.url && URL.canParse(request.url) ? new URL(request.url) : null;
  // What is empty says nothing, as in an event.
  const token = request.referralToken || address?.searchParams.get('ref');
  if (token) {
    const claims = await parts.referralTokens.verify(token, site.id, now);
    const found = typeof claims === 'string' ? null : await byCode(parts, site, request, claims.code);
    if (found) return { ...found, token };
  }
  const text = request.code || address?.searchParams.get('code');
  const found = text ? await byCode(parts, site, request, text) : null;
  return found && { ...found, token: null };
}

/** The code in the program that the page asks about, or in any program of the site where it names none. */
async function byCode({ store }: VisitParts, site: Site, { programId: wanted }: VisitRequest, text: string) {
  const folded = foldCode(text);
  const code = folded === null ? undefined : await store.read.codes.findToFollow(folded);
  if (!code || (wanted !== undefined && wanted !== code.programId)) return null;
  const program = site.programs.find(({ id }) => id === code.programId);
  return program ? { code, program } : null;
}
