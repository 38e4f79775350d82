import type { Check, MatchedBy } from '../../../shared/contract/decision.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { pass } from '../decision/check.ts';
import type { Program } from '../site/program.ts';
import type { ResolvedEvidence } from './evidence.ts';

/** The campaign code by which an event came, its source, and what carried it. */
export type Campaign = {
  matchedBy: Extract<MatchedBy, 'code' | 'token' | 'coupon'>;
  code: string;
  source: string;
};

/** The program's campaign code in the evidence, by the precedence of referrers' codes; null where a referrer's comes first. */
export function campaignOf(
  { id, live }: Pick<Program, 'id' | 'live'>,
  { code, token, coupon }: ResolvedEvidence,
): Campaign | null {
  const carriers = [
    { matchedBy: 'code', known: code?.known },
    { matchedBy: 'token', known: token !== null && typeof token !== 'string' ? token.known : null },
    { matchedBy: 'coupon', known: coupon?.known },
  ] as const;
  const first = carriers.find(({ known }) => known?.programId === id);
  if (!first?.known || first.known.participantId !== null) return null;
  const { code: text } = first.known;
  const declared = live.campaignCodes.find(({ code: listed }) => foldCode(listed) === text);
  return declared ? { matchedBy: first.matchedBy, code: text, source: declared.source } : null;
}

/** The evidence in the trace: it refuses nothing, and says where the customer came from. */
export function campaignCheck({ matchedBy, code, source }: Campaign): Check {
  return pass(matchedBy, 'campaign_code', `The code ${code} of ${source}.`);
}
