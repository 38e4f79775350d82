import { DAY_MS } from '../clock.ts';
import { currentRules, type Program } from '../site/program.ts';
import type { ReferralTokens } from '../token/tokens.ts';

/** A referral token for a visit through `code`; it lives as long as the program's attribution window. */
export function issueReferralToken(
  tokens: ReferralTokens,
  program: Program,
  code: string,
  clickId: string,
  now: number,
): Promise<string> {
  return tokens.sign({
    clickId,
    siteId: program.siteId,
    programId: program.id,
    programVersion: program.version,
    code,
    issuedAt: now,
    expiresAt: now + currentRules(program).attribution.windowDays * DAY_MS,
  });
}
