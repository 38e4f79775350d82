import type { SiteConfig } from '../../../shared/contract/site.ts';
import { editDistance } from '../edit-distance.ts';

/** The types of event that sites send by themselves; every other word is an action that a site made up. */
const KNOWN_TYPES = ['signup', 'purchase', 'refund'];

/** How many letters may differ: `purchse`, `singup`, `sign_up`, `purchased`. */
const NEAR = 2;

/** Rules that wait for an event whose type looks like a known one misspelled, one sentence each. They may be meant. */
export function likelyTypos(sites: SiteConfig[]): string[] {
  return sites.flatMap(({ programs }, siteAt) =>
    programs.flatMap(({ rules }, programAt) =>
      rules.flatMap(({ on }, ruleAt) => {
        const meant = KNOWN_TYPES.find((known) => known !== on && editDistance(known, on) <= NEAR);
        if (KNOWN_TYPES.includes(on) || meant === undefined) return [];
        const path = `sites[${siteAt}].programs[${programAt}].rules[${ruleAt}].on`;
        return [
          `${path} is "${on}": is "${meant}" meant? As it is, the rule waits for an action of that name.`,
        ];
      }),
    ),
  );
}
