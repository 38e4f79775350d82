import { expect, test } from 'vitest';
import { fraudCheck } from '../../../server/domain/decision/fraud-check.ts';
import { findSignals } from '../../../server/domain/fraud/find-signals.ts';
import { foldEmail } from '../../../server/domain/participant/fold-email.ts';
import { seededRandom } from '../order/seeded-random.ts';
import { type Case, labelledCases } from './labelled-cases.ts';

const MOST_FALSE_HOLDS = 0.02;
const SEED = 20_261_123;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const cases = labelledCases(seededRandom(SEED));

/** Whether either side's reward would wait for a person, or be refused as the referrer's own. */
function isCaught({ facts, mail }: Case): boolean {
  if (mail && foldEmail(mail.referrer) === foldEmail(mail.friend)) return true;
  const { referrer, friend } = findSignals(facts, { level: 'balanced', now: NOW });
  return [referrer, friend].some((side) => !fraudCheck(side, 'balanced').passed);
}

function shareCaught(some: Case[]): number {
  return some.filter(isCaught).length / some.length;
}

test('a labelled set: self-referrals and rings are caught, honest people are let through', () => {
  const lines = [...Map.groupBy(cases, ({ scheme }) => scheme)].map(
    ([scheme, some]) => `  ${scheme}: ${some.filter(isCaught).length} of ${some.length} held`,
  );
  const recall = shareCaught(cases.filter(({ isFraud }) => isFraud));
  const falseHolds = shareCaught(cases.filter(({ isFraud }) => !isFraud));
  const honest = cases.filter(({ isFraud }) => !isFraud).length;
  const room = `of ${honest} honest ones at most ${Math.floor(MOST_FALSE_HOLDS * honest)} may be held`;
  const figures = `recall ${recall.toFixed(3)}, false holds ${falseHolds.toFixed(3)}`;
  console.log([`${cases.length} cases with seed ${SEED}: ${figures}; ${room}`, ...lines].join('\n'));

  expect(cases.length).toBeGreaterThanOrEqual(300);
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(falseHolds).toBeLessThanOrEqual(MOST_FALSE_HOLDS);
});
