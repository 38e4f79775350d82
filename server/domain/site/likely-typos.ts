import type { SiteConfig } from '../../../shared/contract/site.ts';

/** The types of event that sites send by themselves; every other word is an action that a site made up. */
const KNOWN_TYPES = ['signup', 'purchase', 'refund'];

/** How many letters may differ: `purchse`, `singup`, `sign_up`, `purchased`. */
const NEAR = 2;

/** Rules that wait for an event whose type looks like a known one misspelled, one sentence each. They may be meant. */
export function likelyTypos(sites: SiteConfig[]): string[] {
  return sites.flatMap(({ programs }, siteAt) =>
    programs.flatMap(({ rules }, programAt) =>
      rules.flatMap(({ on }, ruleAt) => {
        const meant = KNOWN_TYPES.find((known) => known !== on && distance(known, on) <= NEAR);
        if (KNOWN_TYPES.includes(on) || meant === undefined) return [];
        const path = `sites[${siteAt}].programs[${programAt}].rules[${ruleAt}].on`;
        return [
          `${path} is "${on}": is "${meant}" meant? As it is, the rule waits for an action of that name.`,
        ];
      }),
    ),
  );
}

/** Letters to insert, leave out or replace to get from one word to the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [otherAt, otherLetter] of [...other].entries()) {
      const replaced = (row[otherAt] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[otherAt + 1] ?? 0) + 1, (next[otherAt] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
