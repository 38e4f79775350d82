import { describe, expect, test } from 'vitest';
import { mayMove, sourcesOf } from '../../../server/domain/reward/reward.ts';
import { REWARD_STATUSES } from '../../../shared/contract/reward.ts';

/** The road of design section 2, written a second time; a decision to reject is reversible until an order is written. */
const ROAD = [
  'earned→held',
  'earned→approved',
  'earned→rejected',
  'earned→cancelled',
  'held→approved',
  'held→rejected',
  'held→cancelled',
  'approved→ordering',
  'approved→rejected',
  'approved→cancelled',
  'ordering→issued',
  'ordering→withheld',
  'ordering→failed',
  'ordering→cancelled',
  'issued→opened',
  'issued→withheld',
  'withheld→issued',
  'rejected→held',
  'failed→ordering',
  'failed→cancelled',
];

describe('the states of a reward', () => {
  test('are left only along the road', () => {
    const moves = REWARD_STATUSES.flatMap((from) =>
      REWARD_STATUSES.filter((to) => mayMove(from, to)).map((to) => `${from}→${to}`),
    );
    expect(moves.toSorted()).toEqual(ROAD.toSorted());
  });

  test('have final ones that nothing leaves: opened and cancelled', () => {
    const final = REWARD_STATUSES.filter((from) => !REWARD_STATUSES.some((to) => mayMove(from, to)));
    expect(final).toEqual(['opened', 'cancelled']);
  });

  test('are never entered twice in a row', () => {
    for (const status of REWARD_STATUSES) expect(mayMove(status, status), status).toBe(false);
  });

  test('know the same moves backwards', () => {
    for (const to of REWARD_STATUSES) {
      expect(sourcesOf(to)).toEqual(REWARD_STATUSES.filter((from) => mayMove(from, to)));
    }
  });
});
