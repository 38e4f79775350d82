import type { Visit, VisitRequest } from '../../../shared/contract/click.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { offerToFriend } from '../site/offer.ts';
import type { Program } from '../site/program.ts';
import { programStatus } from '../site/program-status.ts';
import type { Site } from '../site/site.ts';
import type { Code } from './click.ts';
import type { VisitParts } from './follow-link.ts';
import { issueReferralToken } from './issue-token.ts';

const NOBODY: Visit = { referralToken: null, programId: null, referrer: null, offer: null };

/**
 * The welcome for a visitor who came with a token, a code, or an address that holds either. Counts nothing: the
 * click was counted on the way. A code without token gets a token here, for pages that are reached without `/r/`.
 */
export async function welcomeVisitor(parts: VisitParts, site: Site, request: VisitRequest): Promise<Visit> {
  const now = parts.clock();
  const found = await findReferrer(parts, site, request, now);
  if (!found) return NOBODY;
  const { code, program, token } = found;
  if (code.participantId === null) return NOBODY;
  const status = await programStatus(parts.store.read, program, now);
  if (status !== 'active' && status !== 'exhausted') return NOBODY;
  const referrer = await parts.store.read.participants.byId(code.participantId);
  // A blocked person refers nobody, and says so to nobody.
  if (referrer && referrer.blockedAt !== null) return NOBODY;
  return {
    referralToken:
      token ??
      (await issueReferralToken(parts.referralTokens, program, code.code, parts.ids.next('clk'), now)),
    programId: program.id,
    referrer: { displayName: referrer?.displayName ?? null },
    // The friend is still bound, and earns once there is money again; until then nothing is promised.
    offer: status === 'active' ? offerToFriend(program) : null,
  };
}

type Found = { code: Code; program: Program; token: string | null };

async function findReferrer(
  parts: VisitParts,
  site: Site,
  request: VisitRequest,
  now: number,
): Promise<Found | null> {
  const address = request.url && URL.canParse(request.url) ? new URL(request.url) : null;
  const token = request.referralToken ?? address?.searchParams.get('ref') ?? null;
  if (token !== null) {
    const claims = await parts.referralTokens.verify(token, site.id, now);
    const found = typeof claims === 'string' ? null : await byCode(parts, site, request, claims.code);
    if (found) return { ...found, token };
  }
  const text = request.code ?? address?.searchParams.get('code');
  const found = text ? await byCode(parts, site, request, text) : null;
  return found && { ...found, token: null };
}

/** The code in the program that the page asks about, or in any program of the site where it names none. */
async function byCode({ store }: VisitParts, site: Site, { programId: wanted }: VisitRequest, text: string) {
  const folded = foldCode(text);
  const code = folded === null ? undefined : await store.read.codes.find(folded);
  if (!code || (wanted !== undefined && wanted !== code.programId)) return null;
  const program = site.programs.find(({ id }) => id === code.programId);
  return program ? { code, program } : null;
}
