import type { Program, Rule } from '../../../shared/contract/program.ts';
import type { ConfigFile } from '../../../shared/contract/site.ts';

/** A place in the configuration (`sites[0].programs[1].hold.days`) and what is wrong there. */
export type SettingFault = { path: string; message: string };

export const NOT_ENFORCED = 'is not enforced by this version, so it must be left out';

/**
 * Settings that the contract knows and this version does not act upon. They stop the start: a limit that is
 * written down and silently ignored costs its owner money.
 */
export function findUnsupported(file: ConfigFile): SettingFault[] {
  return file.sites.flatMap((site, siteAt) =>
    site.programs.flatMap((program, programAt) =>
      unsupportedPaths(program).map((path) => ({
        path: `sites[${siteAt}].programs[${programAt}].${path}`,
        message: NOT_ENFORCED,
      })),
    ),
  );
}

/** The same for one program, as paths inside it. */
export function unsupportedPaths(program: Program): string[] {
  const { payout, rules } = program;
  return [
    ...(payout.mode === 'on_open' ? ['payout.mode'] : []),
    ...rules.flatMap((rule, index) => unsupportedInRule(rule).map((path) => `rules[${index}].${path}`)),
  ];
}

function unsupportedInRule(rule: Rule): string[] {
  return rule.rewards.flatMap(({ delivery }, index) =>
    delivery === 'Links' ? [] : [`rewards[${index}].delivery`],
  );
}
