import type { Program } from '../../../shared/contract/program.ts';
import { contradictionsIn, repeatedCodes } from './contradictions.ts';
import type { SettingFault } from './setting-fault.ts';

/** Everything that is wrong with one program by itself, as paths inside it: the file's checks for one that came alone. */
export function programFaults(program: Program): SettingFault[] {
  return [...repeatedCodes(program), ...contradictionsIn(program)];
}
