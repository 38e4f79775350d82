import type { Check } from '../../../shared/contract/decision.ts';
import { readSubdivision, type Subdivision } from '../../../shared/subdivision.ts';
import type { FrozenProgram } from '../site/program.ts';
import { pass, refuse } from './check.ts';
import type { Person } from './situation.ts';

type Eligibility = FrozenProgram['eligibility'];

/** Whether somebody lives outside the excluded regions. What cannot be told from what is known holds. */
export function isInRegion(
  { excludeRegions }: Eligibility,
  { country, region }: Pick<Person, 'country' | 'region'>,
): Check | null {
  if (excludeRegions === undefined || excludeRegions.length === 0) return null;
  if (region === null) return refuse('region', 'region_unknown');
  const home = homeOf(country, region);
  if (!home) return refuse('region', 'region_unknown', UNREADABLE);
  const answers = excludeRegions.map((excluded) => covers(readSubdivision(excluded), home));
  if (answers.includes(true)) {
    const place = [home.country, home.code].filter(Boolean).join('-');
    return refuse('region', 'region_excluded', `${place} is one of ${excludeRegions.join(', ')}.`);
  }
  return answers.includes(null)
    ? refuse('region', 'region_unknown', `The country of ${home.code} is not known.`)
    : pass('region', 'region_allowed');
}

/** What was told is not repeated: free text may hold anything. */
const UNREADABLE =
  "The program excludes regions, and the person's is not known as a code of their country such as US-NY.";

/** Where somebody lives; null where the region is no code, or one of another country than theirs. */
function homeOf(country: string | null, region: string): Subdivision | null {
  const told = readSubdivision(region);
  if (!told || (told.country && country && told.country !== country)) return null;
  return { country: told.country ?? country, code: told.code };
}

/** Null where it cannot be told: a country is missing, or a setting of an earlier version is no code. */
function covers(excluded: Subdivision | null, home: Subdivision): boolean | null {
  if (!excluded) return null;
  if (excluded.code !== home.code) return false;
  if (excluded.country === null || excluded.country === home.country) return true;
  return home.country === null ? null : false;
}
