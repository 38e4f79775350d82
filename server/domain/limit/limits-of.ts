import { GOODWILL } from '../../../shared/contract/event.ts';
import type { Beneficiary } from '../../../shared/contract/fields.ts';
import { type PeriodLength, periodAt } from '../calendar.ts';
import type { Reward } from '../reward/reward.ts';
import type { LiveProgram } from '../site/program.ts';
import type { Limit, LimitKey } from './limit.ts';

/** Whom a reward goes to, and when it was earned (epoch ms). */
type Counted = { to: Beneficiary; participantId: string; at: number };

/** The scope of limits that all rewards of a program share. */
export const PROGRAM_SCOPE = 'program';

/** The limits that a reward counts in, as the program has them now. */
export function limitsOf({ limits, timezone }: LiveProgram, { to, participantId, at }: Counted): Limit[] {
  const { perReferrer, perDay, total } = limits;
  const within = (
    scope: string,
    length: PeriodLength,
    max: number | null,
    maxAmount: number | null,
  ): Limit => {
    const { name, from, until } = periodAt(length, timezone, at);
    return { scope, period: name, from, until, max, maxAmount };
  };
  return [
    ...(perReferrer && to !== 'friend'
      ? [
          within(
            participantId,
            perReferrer.per,
            perReferrer.count ?? null,
            perReferrer.amount?.amount ?? null,
          ),
        ]
      : []),
    ...(perDay === undefined ? [] : [within(PROGRAM_SCOPE, 'day', perDay, null)]),
    ...(total === undefined ? [] : [within(PROGRAM_SCOPE, 'ever', total, null)]),
  ];
}

const LENGTHS: readonly PeriodLength[] = ['day', 'week', 'month', 'year', 'ever'];

/** Every key that a reward may have been counted under, whichever limits the program had when it was earned. */
function limitKeysOf({ timezone }: LiveProgram, { to, participantId, at }: Counted): LimitKey[] {
  const keys = (scope: string, lengths: readonly PeriodLength[]) =>
    lengths.map((length) => ({ scope, period: periodAt(length, timezone, at).name }));
  return [...(to === 'friend' ? [] : keys(participantId, LENGTHS)), ...keys(PROGRAM_SCOPE, ['day', 'ever'])];
}

type Earned = Pick<Reward, 'ruleId' | 'beneficiary' | 'participantId' | 'createdAt'>;

/** The limits that a reward counts in which was earned before. Goodwill counts in none. */
export function limitsCountedBy(live: LiveProgram, reward: Earned): Limit[] {
  return reward.ruleId === GOODWILL ? [] : limitsOf(live, countedOf(reward));
}

/** Every key under which a reward may have been counted. Goodwill never was. */
export function limitKeysOfReward(live: LiveProgram, reward: Earned): LimitKey[] {
  return reward.ruleId === GOODWILL ? [] : limitKeysOf(live, countedOf(reward));
}

function countedOf({ beneficiary, participantId, createdAt }: Earned): Counted {
  return { to: beneficiary, participantId, at: createdAt };
}
