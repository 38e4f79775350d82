import { expect, test } from 'vitest';
import { toldReason } from '../../../server/domain/session/told-reason.ts';
import { holds, REASON_CODES } from '../../../shared/reason.ts';

test('no reason that the widget tells names an age, a place, an address, a block or a suspicion', () => {
  for (const reason of REASON_CODES) {
    expect(toldReason(reason)).not.toMatch(
      /too_young|(age|country|region|domain)_unknown|(country|region|domain|person)_excluded|participant_blocked|erased|^suspicious|signal/,
    );
  }
});

test('what only waits is told as waiting, and what was refused as not covered', () => {
  expect(toldReason('age_unknown')).toBe('awaiting_approval');
  expect(toldReason('too_young')).toBe('not_eligible');
  expect(toldReason('hold_period')).toBe('hold_period');
  for (const reason of REASON_CODES) expect(holds(toldReason(reason))).toBe(holds(reason));
});
