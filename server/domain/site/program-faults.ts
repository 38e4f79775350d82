import type { Program } from '../../../shared/contract/program.ts';
import { contradictionsIn, repeatedCodes } from './contradictions.ts';
import { NOT_ENFORCED, type SettingFault, unsupportedPaths } from './unsupported.ts';

/** Everything that is wrong with one program by itself, as paths inside it: the file's checks for one that came alone. */
export function programFaults(program: Program): SettingFault[] {
  return [
    ...repeatedCodes(program),
    ...contradictionsIn(program),
    ...unsupportedPaths(program).map((path) => ({ path, message: NOT_ENFORCED })),
  ];
}
