import { expect, test } from 'vitest';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { ConfigError } from '../../server/config/faults.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';

/** Where a program could say that luck decides, and how it would put it. */
const PLACES = {
  'sites[0].programs[0]': 'draw',
  'sites[0].programs[0].rules[0]': 'probability',
  'sites[0].programs[0].rules[0].when': 'chance',
  'sites[0].programs[0].rules[0].rewards[0]': 'odds',
  'sites[0].programs[0].limits': 'winners',
  'sites[0].programs[0].eligibility': 'alternateEntry',
} as const;

function faultsOf(config: unknown): readonly string[] {
  try {
    parseConfigFile(JSON.stringify(config), readEnv(SECRETS));
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

/** The configuration with one more setting at a place such as `sites[0].limits`. */
function withSetting(path: string, name: string): unknown {
  const config: unknown = JSON.parse(JSON.stringify(acmeConfig()));
  let place = config;
  for (const key of path.split(/[.[\]]+/)) {
    if (key !== '') place = (place as Record<string, unknown>)[key];
  }
  Object.assign(place as object, { [name]: { every: 100 } });
  return config;
}

/**
 * Whoever fulfils a rule is rewarded; luck decides nothing. So a program is no sweepstake, and needs neither an entry
 * without a purchase nor a registration. What would bring luck in cannot be written down: it is refused at its place.
 */
test.each(Object.entries(PLACES))(
  'no program can leave a reward to chance: %s.%s is refused',
  (path, name) => {
    expect(faultsOf(acmeConfig())).toEqual([]);
    expect(faultsOf(withSetting(path, name))).toEqual([
      expect.stringContaining(`${path} does not know "${name}"`),
    ]);
  },
);

test('no type of program is a draw', () => {
  const [fault] = faultsOf({
    sites: acmeConfig().sites.map((site) => ({
      ...site,
      programs: site.programs.map((program) => ({ ...program, type: 'sweepstake' })),
    })),
  });
  expect(fault).toMatch(/^sites\[0\]\.programs\[0\]\.type must be one of "refer_a_friend"/);
});
