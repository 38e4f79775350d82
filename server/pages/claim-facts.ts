import type { Rule } from '../../shared/contract/program.ts';
import type { Money } from '../../shared/money.ts';
import { formatMoney } from '../../shared/money.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { FrozenProgram, Program } from '../domain/site/program.ts';
import type { Site } from '../domain/site/site.ts';

/** What the recipient is told about a gift card, whatever its state. Nobody is named but the site. */
export type ClaimFacts = {
  siteName: string;
  contact: string;
  /** Who pays for the reward and answers for it. */
  operator: string;
  value: Money;
  /** The card's name in the catalogue, such as `CVS`. */
  productId: string;
  /** Why they got it, to follow "because": "a friend you invited placed a first order". */
  reason: string;
  /** Address of the terms under which it was earned. */
  termsPath: string;
};

/** The facts of a reward that was earned under `version` of the program. */
export function claimFacts(reward: Reward, site: Site, program: Program, earned: EarnedUnder): ClaimFacts {
  const { version, frozen } = earned;
  return {
    siteName: site.name,
    contact: site.contact,
    operator: frozen.terms.operator,
    value: reward.value,
    productId: reward.productId,
    reason: reasonOf(
      reward,
      frozen.rules.find(({ id }) => id === reward.ruleId),
    ),
    termsPath: `/terms/${encodeURIComponent(program.id)}/${version}`,
  };
}

export type EarnedUnder = { version: number; frozen: FrozenProgram };

export function cardName({ value }: ClaimFacts): string {
  return `${formatMoney(value)} gift card`;
}

function reasonOf({ beneficiary }: Reward, rule: Rule | undefined): string {
  const deed = deedOf(rule);
  if (beneficiary === 'referrer') return `a friend you invited ${deed}`;
  if (beneficiary === 'friend') return `you ${deed} through a share link`;
  return `you ${deed}`;
}

function deedOf(rule: Rule | undefined): string {
  if (rule?.on === 'purchase') return rule.when.firstOnly ? 'placed a first order' : 'placed an order';
  if (rule?.on === 'signup') return 'signed up';
  return 'took part';
}
