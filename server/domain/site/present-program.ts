import type { ProgramAnswer } from '../../../shared/contract/program.ts';
import { toIso } from '../clock.ts';
import { phaseOf } from './program.ts';
import type { ProgramRecord, ProgramVersionRecord } from './site-rows.ts';

/** A program with its newest version as the API shows it: declared, and what it is now. */
export function presentProgram(
  { id, version, managedBy, live }: ProgramRecord,
  { frozen, createdAt }: ProgramVersionRecord,
  now: number,
): ProgramAnswer {
  return {
    ...live,
    ...frozen,
    id,
    version,
    managedBy,
    phase: phaseOf(live, now),
    createdAt: toIso(createdAt),
  };
}
