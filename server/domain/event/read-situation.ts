import type { Rule } from '../../../shared/contract/program.ts';
import { available } from '../budget/budget.ts';
import type { Situation } from '../decision/situation.ts';
import { limitName } from '../limit/limit.ts';
import { limitsOf } from '../limit/limits-of.ts';
import type { Product } from '../order/gift-cards.ts';
import { keptProduct } from '../order/kept-catalogue.ts';
import { returnedOf } from '../reversal/returns.ts';
import { frozenAt, phaseOf } from '../site/program.ts';
import { valuesOf } from '../site/reward-value.ts';
import type { Past } from './past.ts';
import { personOf } from './person-of.ts';
import { readCounts } from './read-counts.ts';
import { readNewness } from './read-newness.ts';
import type { View } from './view.ts';

/**
 * Reads what deciding depends on, and nothing that the program's rules do not ask for: most programs ask little, and
 * this runs with every event.
 */
export async function readSituation(rows: Past, view: View): Promise<Situation> {
  const { input, program, version, attribution, friend, now } = view;
  const { request } = input;
  const frozen = frozenAt(program, version);
  const rules = frozen.rules.filter(({ on }) => on === request.type);
  const newness = await readNewness(rows, view, rules);
  // Before counts and limits are read: the locks of all writes are taken in one order (design 7.11).
  const suspicion = mayEarn(rules, newness, view) ? await view.suspicion() : null;
  const { counts, rewardedBefore } = await readCounts(rows, view, rules);
  const budget = await rows.budgets.find(program.id);
  return {
    program,
    version,
    phase: phaseOf(program.live, now),
    now,
    attribution,
    event: {
      type: request.type,
      trust: input.trust,
      amount: request.amount ?? null,
      metadata: request.metadata ?? {},
      // A clock that goes ahead must neither hold a reward for a year nor outlast a time limit.
      occurredAt: Math.min(input.occurredAt, now),
      source: view.source,
      returned: returnedOf(
        await rows.events.referringTo(input.site.id, request.eventId),
        request.amount?.currency ?? null,
      ),
    },
    ...newness,
    people: {
      actor: await personOf(rows, view, friend ?? input.customer),
      referrer: attribution.referrer && (await personOf(rows, view, attribution.referrer)),
    },
    counts,
    rewardedBefore,
    outranked: view.outranked,
    suspicion,
    products: await readProducts(rows, input.site.accountId, rules),
    limitUses: await readLimits(rows, view, rules),
    budget: budget ? { left: available(budget), currency: budget.currency } : null,
  };
}

/** Whether anything can come of the event for which a person would have to look: looking costs, so it comes last. */
function mayEarn(
  rules: Rule[],
  { isFirst }: { isFirst: boolean },
  { attribution, outranked }: View,
): boolean {
  const asked = isFirst ? rules : rules.filter(({ when }) => !when.firstOnly);
  const rewards = asked.flatMap((rule) => rule.rewards);
  return (
    !outranked &&
    (attribution.referral !== null || rewards.some(({ to }) => to === 'participant')) &&
    rewards.length > 0
  );
}

async function readLimits(rows: Past, view: View, rules: Rule[]) {
  const { program, attribution, friend, now } = view;
  const limits = rules
    .flatMap(({ rewards }) => rewards)
    .flatMap(({ to }) => {
      const receiver = to === 'referrer' ? attribution.referrer : friend;
      return limitsOf(program.live, { to, participantId: receiver?.id ?? '', at: now });
    });
  const distinct = new Map(limits.map((limit) => [limitName(limit), limit]));
  return distinct.size === 0 ? [] : rows.limits.usage(program.id, [...distinct.values()]);
}

/** Only a percentage has to know which values a gift card has. */
async function readProducts(rows: Past, accountId: string, rules: Rule[]): Promise<Map<string, Product>> {
  const wanted = rules
    .flatMap(({ rewards }) => rewards)
    .filter((reward) => valuesOf(reward).some(({ value }) => 'cap' in value))
    .map(({ productId }) => productId);
  const found = new Map<string, Product>();
  for (const productId of new Set(wanted)) {
    const product = await keptProduct(rows, accountId, productId);
    if (product) found.set(productId, product);
  }
  return found;
}
