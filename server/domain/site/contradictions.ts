import type { Program } from '../../../shared/contract/program.ts';
import type { ConfigFile, SiteConfig } from '../../../shared/contract/site.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { currencyOf, currencyPath, valuesOf } from './reward-value.ts';
import type { SettingFault } from './setting-fault.ts';

type Named = { path: string; value: string };

/** Places where the configuration contradicts itself: names used twice, and currencies that do not meet. */
export function findContradictions(file: ConfigFile): SettingFault[] {
  const programs = file.sites.flatMap((site, siteAt) =>
    site.programs.map((program, programAt) => ({ program, path: `sites[${siteAt}].programs[${programAt}]` })),
  );
  return [
    ...repeated(file.sites.map(({ id }, at) => ({ path: `sites[${at}].id`, value: id }))),
    ...repeated(
      file.sites.map((site, at) => ({ path: `sites[${at}].publishableKey`, value: site.publishableKey })),
    ),
    ...file.sites.flatMap((site, siteAt) =>
      repeated(
        site.secretKeys.map(({ name }, at) => ({
          path: `sites[${siteAt}].secretKeys[${at}].name`,
          value: name,
        })),
      ),
    ),
    ...file.sites.flatMap((site, siteAt) =>
      repeated(
        site.webhooks.map(({ name }, at) => ({ path: `sites[${siteAt}].webhooks[${at}].name`, value: name })),
      ),
    ),
    ...repeated(file.sites.flatMap(keyVariables)),
    ...repeated(programs.map(({ program, path }) => ({ path: `${path}.id`, value: program.id }))),
    ...repeated(programs.flatMap(({ program, path }) => campaignCodes(program, path))),
    ...programs.flatMap(({ program, path }) =>
      contradictionsIn(program).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
    ),
  ];
}

/** The same inside one program, as paths inside it. */
export function contradictionsIn(program: Program): SettingFault[] {
  const { rules, startsAt, endsAt } = program;
  const ruleIds = rules.map(({ id }, at) => ({ path: `rules[${at}].id`, value: id }));
  const backwards = startsAt !== null && endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt);
  return [
    ...repeated(ruleIds),
    ...(backwards ? [{ path: 'endsAt', message: 'is not after startsAt' }] : []),
    ...foreignCurrencies(program),
    ...idleOptions(program),
  ];
}

/** Options that belong to another delivery: nothing would ever come of them. */
function idleOptions({ rules }: Program): SettingFault[] {
  return rules.flatMap((rule, ruleAt) =>
    rule.rewards.flatMap(({ delivery, by, shipping }, rewardAt) => {
      const path = `rules[${ruleAt}].rewards[${rewardAt}]`;
      return [
        ...(by && delivery !== 'DigitalDelivery'
          ? [{ path: `${path}.by`, message: 'must be left out, or its delivery be DigitalDelivery' }]
          : []),
        ...(shipping && delivery !== 'PhysicalShipment'
          ? [{ path: `${path}.shipping`, message: 'must be left out, or its delivery be PhysicalShipment' }]
          : []),
      ];
    }),
  );
}

/**
 * Rewards are counted in one sum per program, so all of them are in the budget's currency, or in one without it; so is
 * whatever they are compared with.
 */
function foreignCurrencies({ budget, rules, limits, approval }: Program): SettingFault[] {
  const values = rules.flatMap((rule, ruleAt) =>
    rule.rewards.flatMap((reward, rewardAt) =>
      valuesOf(reward).map(({ path, value }) => ({
        currency: currencyOf(value),
        path: `rules[${ruleAt}].rewards[${rewardAt}].${path}.${currencyPath(value)}`,
      })),
    ),
  );
  const perReferrer = limits.perReferrer?.amount;
  if (perReferrer) {
    values.push({ currency: perReferrer.currency, path: 'limits.perReferrer.amount.currency' });
  }
  if (typeof approval === 'object') {
    values.push({ currency: approval.over.currency, path: 'approval.over.currency' });
  }
  const measure = budget ? 'the budget' : 'the first reward';
  const wanted = budget?.currency ?? values[0]?.currency;
  return values
    .filter(({ currency }) => currency !== wanted)
    .map(({ currency, path }) => ({ path, message: `is ${currency}, but ${measure} is in ${wanted}` }));
}

/** One key cannot open two doors: its hash finds one name with one list of scopes. */
function keyVariables(site: SiteConfig, siteAt: number): Named[] {
  return site.secretKeys.map(({ env }, at) => ({
    path: `sites[${siteAt}].secretKeys[${at}].env`,
    value: env,
  }));
}

/** Codes are compared folded: two spellings lead visitors to the same place. */
function campaignCodes(program: Program, path: string): Named[] {
  return program.campaignCodes.map(({ code }, at) => ({
    path: `${path && `${path}.`}campaignCodes[${at}].code`,
    value: foldCode(code) ?? code,
  }));
}

/** Campaign codes that one program names twice, as paths inside it. */
export function repeatedCodes(program: Program): SettingFault[] {
  return repeated(campaignCodes(program, ''));
}

/** Every later use of a value that was used before, with the place of the first. */
function repeated(names: readonly Named[]): SettingFault[] {
  const firstPlaces = new Map<string, string>();
  return names.flatMap(({ path, value }) => {
    const first = firstPlaces.get(value);
    if (first === undefined) {
      firstPlaces.set(value, path);
      return [];
    }
    return [{ path, message: `repeats "${value}", which ${first} uses already` }];
  });
}
