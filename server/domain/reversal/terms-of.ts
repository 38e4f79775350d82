import { tierOf } from '../decision/settle-value.ts';
import type { EventRecord } from '../event/event.ts';
import { keptProduct } from '../order/kept-catalogue.ts';
import type { Reward } from '../reward/reward.ts';
import { knownProgram } from '../site/known-program.ts';
import { frozenAt } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import { withVersion } from '../site/with-version.ts';
import type { Rows } from '../store.ts';
import type { Terms } from './fate.ts';

/** The terms of the version under which the reward was earned; undefined for one that no rule made. */
export async function termsOf(
  rows: Rows,
  site: Site,
  purchase: EventRecord,
  reward: Reward,
): Promise<Terms | undefined> {
  const { programVersion, eventRowId, programId, ruleId, position, productId } = reward;
  const program = await withVersion(rows, knownProgram(site, programId), programVersion);
  const rule = frozenAt(program, programVersion).rules.find(({ id }) => id === ruleId);
  const declared = rule?.rewards[position];
  if (!rule || !declared) return undefined;
  const isTiered = (declared.tiers ?? []).length > 0;
  const count = isTiered
    ? await rows.qualifications.ordinalOf({ eventRowId, programId, ruleId }, purchase.createdAt)
    : 1;
  const value = tierOf(declared, count);
  const product = 'cap' in value ? await keptProduct(rows, site.accountId, productId) : undefined;
  return { rule, value, product };
}
