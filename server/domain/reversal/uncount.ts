import type { Trail } from '../audit/trail.ts';
import type { EventRecord } from '../event/event.ts';
import { storedAnswer } from '../event/present-event.ts';
import { knownProgram } from '../site/known-program.ts';
import { frozenAt } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import { withVersion } from '../site/with-version.ts';
import type { Rows } from '../store.ts';
import { isAllReturned, isUnfulfilled, type Return } from './fate.ts';

/**
 * Takes a purchase out of the counts of the rules that it no longer fulfils; the referrals that this concerns. A
 * milestone or tier that the purchase itself reached falls with its reward. What others reached with its help later
 * is not decided again: they were promised it by a decision that was right when it was made.
 */
export async function uncount(
  rows: Rows,
  { trail, site, now }: { trail: Trail; site: Site; now: number },
  purchase: EventRecord,
  back: Return,
): Promise<string[]> {
  const rules = isAllReturned(back) ? [undefined] : await unfulfilled(rows, site, purchase, back);
  const gone = [];
  for (const rule of rules) gone.push(...(await rows.qualifications.voidOfEvent(purchase.id, now, rule)));
  // Also where neither a reward nor the referral moves: their progress to the next milestone is less.
  for (const { programId, participantId } of gone) trail.touch(programId, participantId);
  return gone.flatMap(({ referralId }) => referralId ?? []);
}

async function unfulfilled(rows: Rows, site: Site, purchase: EventRecord, back: Return) {
  const rules = [];
  for (const { programId, programVersion, ruleId } of rulesOf(purchase)) {
    const program = await withVersion(rows, knownProgram(site, programId), programVersion);
    const rule = frozenAt(program, programVersion).rules.find(({ id }) => id === ruleId);
    if (rule && isUnfulfilled(rule, back)) rules.push({ programId, ruleId });
  }
  return rules;
}

/** The rules that were asked when the purchase was told, each once. */
function rulesOf(purchase: EventRecord) {
  const { decisions } = storedAnswer(purchase);
  return new Map(decisions.map((each) => [`${each.programId} ${each.ruleId}`, each])).values();
}
