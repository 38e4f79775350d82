import type { ProgramReward } from '../../../shared/contract/program.ts';

/** What a rule says about the way of its gift cards to their owners. */
export type RewardOptions = Pick<ProgramReward, 'from' | 'branding' | 'by' | 'shipping'>;

/** Null where the rule says nothing. */
export function optionsOf({ from, branding, by, shipping }: RewardOptions): RewardOptions | null {
  const said = Object.entries({ from, branding, by, shipping }).filter(([, each]) => each !== undefined);
  return said.length === 0 ? null : Object.fromEntries(said);
}

/** Where cards are posted to when the rule names no country: the gift-card company sends from there. */
const HOME = ['US'];

/** The countries to which a reward's card can be posted. */
export function countriesOf(options: RewardOptions | null): string[] {
  return options?.shipping?.countries ?? HOME;
}
