import type { Check, MatchedBy } from '../../../shared/contract/decision.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Code } from '../click/click.ts';
import { refuse } from '../decision/check.ts';
import type { ReferralClaims } from '../token/tokens.ts';
import type { ResolvedEvidence } from './evidence.ts';

/** The referrer that the evidence names in one program, or the checks that say why it names none. */
export type Match =
  | {
      found: true;
      referrerId: string;
      code: string;
      version: number | null;
      clickId: string | null;
      matchedBy: MatchedBy;
      evidence: string;
    }
  | { found: false; failures: Check[] };

/**
 * Precedence of design section 5 for a friend who is not bound yet: code, then token, then coupon.
 * What does not hold is passed over; only when nothing holds do the failures become part of the trace.
 */
export function match(programId: string, evidence: ResolvedEvidence): Match {
  const failures: Check[] = [];
  const { code, token, coupon } = evidence;
  if (code) {
    if (names(code.known, programId)) {
      const click = sameClick(token, code.known);
      const aside = typeof token === 'string' ? `; the token was passed over (${token})` : '';
      const named = byCode(code.known, 'code', `code ${code.known.code}${aside}`);
      return { ...named, clickId: code.clickId, ...click };
    }
    if (!isCampaigns(code.known, programId)) failures.push(refuse('code', faultOf(code.known, programId)));
  }
  if (typeof token === 'string') failures.push(refuse('token', token));
  else if (token) {
    const { claims, known } = token;
    if (claims.programId === programId && names(known, programId)) {
      return { ...byCode(known, 'token', `click ${claims.clickId}`), ...ofClick(claims) };
    }
    if (!isCampaigns(known, programId)) failures.push(refuse('token', faultOf(known, programId)));
  }
  // A coupon is free text of the shop: one that is no code says nothing, so it leaves no failure behind.
  if (coupon && names(coupon.known, programId)) {
    return byCode(coupon.known, 'coupon', `coupon ${coupon.known.code}`);
  }
  return { found: false, failures };
}

/** A replaced code is told apart from one that never was: its owner has another link now. */
function faultOf(known: Code | null, programId: string): ReasonCode {
  if (known?.revokedAt != null) return 'code_replaced';
  return known !== null && known.programId !== programId ? 'code_of_another_program' : 'code_unknown';
}

/** A campaign's code names a source instead of a referrer, which is no failure. */
function isCampaigns(known: Code | null, programId: string): boolean {
  return known?.programId === programId && known.participantId === null && known.revokedAt === null;
}

/** A page that sends the code beside the token of the same click must not lose the click and its version by it. */
function sameClick(token: ResolvedEvidence['token'], { code, programId }: Code) {
  if (token === null || typeof token === 'string') return {};
  const { claims, known } = token;
  return known?.code === code && claims.programId === programId ? ofClick(claims) : {};
}

function ofClick({ programVersion: version, clickId }: ReferralClaims) {
  return { version, clickId };
}

type ReferrersCode = Code & { participantId: string };

function names(code: Code | null, programId: string): code is ReferrersCode {
  return code !== null && code.programId === programId && code.participantId !== null;
}

function byCode(code: ReferrersCode, matchedBy: MatchedBy, evidence: string) {
  return {
    found: true as const,
    referrerId: code.participantId,
    code: code.code,
    version: null,
    clickId: null,
    matchedBy,
    evidence,
  };
}
