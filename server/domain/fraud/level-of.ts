import type { Program } from '../../../shared/contract/program.ts';
import type { LiveProgram } from '../site/program.ts';

type FraudLevel = NonNullable<Program['fraud']>['level'];

/** How closely a program looks; one that does not say gets the middle. */
export function levelOf({ fraud }: Pick<LiveProgram, 'fraud'>): FraudLevel {
  return fraud?.level ?? 'balanced';
}
