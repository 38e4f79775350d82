import type { Delivery } from '../../shared/contract/fields.ts';
import type { Rule } from '../../shared/contract/program.ts';
import type { Money } from '../../shared/money.ts';
import type { Product } from '../domain/order/gift-cards.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { FrozenProgram, Program } from '../domain/site/program.ts';
import { deedOf } from '../domain/site/rule-words.ts';
import type { Site } from '../domain/site/site.ts';
import { plainParagraphs } from './plain-paragraphs.ts';

/** What the recipient is told about a gift card, whatever its state. Nobody is named but the site. */
export type ClaimFacts = {
  siteName: string;
  contact: string;
  /** Who pays for the reward and answers for it. */
  operator: string;
  value: Money;
  /** The card's name in the catalogue, such as `CVS`; its id when the catalogue is not known. */
  productName: string;
  /** The card's own terms in the catalogue, as paragraphs; none when they are not known. */
  cardTerms: string[];
  /** Why they got it, to follow "because": "a friend you invited placed a first order". */
  reason: string;
  delivery: Delivery;
  /** Address of the terms of the offer, in the version under which it was earned. */
  termsPath: string;
};

/** The facts of a reward that was earned under `version` of the program; `product` when the catalogue knows it. */
export function claimFacts(
  reward: Reward,
  site: Site,
  program: Program,
  { version, frozen, product }: Known,
): ClaimFacts {
  return {
    siteName: site.name,
    contact: site.contact,
    operator: frozen.terms.operator,
    value: reward.value,
    delivery: reward.delivery,
    productName: product?.name ?? reward.productId,
    cardTerms: plainParagraphs(product?.terms ?? ''),
    reason: reasonOf(
      reward,
      frozen.rules.find(({ id }) => id === reward.ruleId),
    ),
    termsPath: `/terms/${encodeURIComponent(program.id)}/${version}`,
  };
}

type Known = { version: number; frozen: FrozenProgram; product: Product | undefined };

function reasonOf({ beneficiary }: Reward, rule: Rule | undefined): string {
  const deed = rule ? deedOf(rule).past : 'took part';
  if (beneficiary === 'referrer') return `a friend you invited ${deed}`;
  if (beneficiary === 'friend') return `you ${deed} through a share link`;
  return `you ${deed}`;
}
