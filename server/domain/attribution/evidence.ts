import { foldCode } from '../../../shared/referral-code.ts';
import type { Code } from '../click/click.ts';
import type { Rows } from '../store.ts';
import type { ReferralClaims, ReferralTokenFault } from '../token/tokens.ts';

/** What an event says about where its customer came from; the token is already verified, or has a fault. */
export type Evidence = {
  code: string | null;
  token: ReferralClaims | ReferralTokenFault | null;
  coupon: string | null;
};

/** The same with every code looked up: `known` is null where the text is no living code. */
export type ResolvedEvidence = {
  /** `clickId`: the click that came with the code, where it is one of that code. Nobody signed for it. */
  code: { text: string; known: Code | null; clickId: string | null } | null;
  token: { claims: ReferralClaims; known: Code | null } | ReferralTokenFault | null;
  coupon: { text: string; known: Code | null } | null;
};

/** Looks every code up, which takes a query for each, so that matching in several programs needs none. */
export async function resolveEvidence(rows: Rows, evidence: Evidence): Promise<ResolvedEvidence> {
  const { code, token, coupon } = evidence;
  return {
    code: code === null ? null : { text: code, ...(await lookUpCarried(rows, code)) },
    token:
      token === null || typeof token === 'string'
        ? token
        : { claims: token, known: await lookUp(rows, token.code) },
    coupon: coupon === null ? null : { text: coupon, known: await lookUp(rows, coupon) },
  };
}

/** Whether the event says who referred its customer. A coupon that is no code is the shop's own business. */
export function namesReferrer({ code, token, coupon }: ResolvedEvidence): boolean {
  return code !== null || token !== null || (coupon !== null && coupon.known !== null);
}

/** The programs that the evidence speaks of, so that a friend is bound even where no rule asks for the event. */
export function programsOf(evidence: ResolvedEvidence): string[] {
  const token = evidence.token !== null && typeof evidence.token !== 'string' ? evidence.token.known : null;
  return [evidence.code?.known, token, evidence.coupon?.known].flatMap((code) =>
    code ? [code.programId] : [],
  );
}

/** `CODE_clickid`, as it travels where a carrier is too short for a token; the carrier may change case or cut it. */
const CODE_AND_CLICK = /^(.+)_clk_([0-9a-z]*)/is;

/** A code alone, or one that carries its click: whatever is wrong with the click, the code still holds. */
async function lookUpCarried(
  rows: Rows,
  text: string,
): Promise<{ known: Code | null; clickId: string | null }> {
  const whole = await lookUp(rows, text);
  const [, code, rest] = CODE_AND_CLICK.exec(text.trim()) ?? [];
  if (whole !== null || code === undefined || rest === undefined) return { known: whole, clickId: null };
  const known = await lookUp(rows, code);
  const click = known && (await rows.clicks.find(`clk_${rest.toUpperCase()}`));
  return { known, clickId: click?.code === known?.code ? (click?.id ?? null) : null };
}

async function lookUp(rows: Rows, text: string): Promise<Code | null> {
  const folded = foldCode(text);
  return folded === null ? null : ((await rows.codes.find(folded)) ?? null);
}
