import { SAMPLES, type Simulation } from '../../../shared/contract/simulation.ts';
import { type ReasonCode, SUPPORT_TEXTS } from '../../../shared/reason.ts';
import { toIso } from '../clock.ts';
import { costOf } from '../order/cost-terms.ts';
import type { Product } from '../order/gift-cards.ts';
import { type Beginning, currencyIn } from './begin-past.ts';
import { differenceOf } from './difference.ts';
import type { Journal } from './journal.ts';
import type { ReplayedEvent, SimulatedReward } from './replayed-event.ts';
import type { SimulationRun } from './simulation-run.ts';

/** A reward with the event that made it. */
type Made = { eventId: string; day: string; reward: SimulatedReward };

/** Sums up a journal. Pure. */
export function report(
  run: SimulationRun,
  journal: Journal,
  { products, atStart }: Pick<Beginning, 'products' | 'atStart'>,
): Simulation {
  const events = [...journal.events.values()];
  const made = events.flatMap(({ eventId, day, rewards }) =>
    rewards.map((reward) => ({ eventId, day, reward })),
  );
  const standing = made.filter(({ reward }) => reward.endedBy === null);
  const currency = currencyIn(run.program);
  const end = endOf(run, journal);
  const waiting = standing.filter(({ reward: { orderedAt } }) => orderedAt === null || orderedAt > end);
  const cost = totalCost(standing, products);
  const returned = made.filter(({ reward }) => reward.endedBy === 'refunded').length;
  return {
    programId: run.program.id,
    from: journal.first === null ? null : toIso(journal.first),
    to: journal.last === null ? null : toIso(journal.last),
    truncated: journal.truncated,
    atStart: { rewards: atStart.count, faceValue: { amount: atStart.amount, currency } },
    events: {
      seen: journal.seen,
      matched: events.filter(({ fulfilled }) => fulfilled.length > 0).length,
    },
    rewards: {
      count: standing.length,
      byBeneficiary: {
        referrer: standing.filter(({ reward }) => reward.to === 'referrer').length,
        friend: standing.filter(({ reward }) => reward.to === 'friend').length,
        participant: standing.filter(({ reward }) => reward.to === 'participant').length,
      },
      faceValue: { amount: sumOf(standing), currency },
      byStatus: {
        earned: standing.filter(({ reward }) => reward.heldBy === null).length,
        held: standing.filter(({ reward }) => reward.heldBy !== null).length,
        refused: events.reduce((sum, { refusals }) => sum + refusals.length, 0),
        returned,
        rejected: made.length - standing.length - returned,
      },
    },
    cost: cost === null ? null : { amount: cost, currency },
    liability: { amount: sumOf(waiting), currency },
    held: heldOf(made),
    refused: refusedOf(events),
    budgetEndsOn: journal.budgetEndsOn,
    perDay: perDay(standing, currency),
    difference: differenceOf(events, currency),
  };
}

/** The instant up to which the simulated program has run (epoch ms). */
export function endOf({ to, now }: SimulationRun, { truncated, last }: Journal): number {
  return (truncated ? last : to) ?? now;
}

function sumOf(made: Made[]): number {
  return made.reduce((sum, { reward }) => sum + reward.value.amount, 0);
}

/** Null where the catalogue does not have one of the gift cards. */
function totalCost(made: Made[], products: ReadonlyMap<string, Product>): number | null {
  let cost = 0;
  for (const { reward } of made) {
    const product = products.get(reward.productId);
    if (product?.currency !== reward.value.currency) return null;
    cost += costOf(reward.value.amount, product.cost);
  }
  return cost;
}

/** Rewards that waited first, by the reason why, the most frequent first. */
function heldOf(made: Made[]): Simulation['held'] {
  const held = made.flatMap((each) =>
    each.reward.heldBy === null ? [] : [{ ...each, by: each.reward.heldBy }],
  );
  return [...Map.groupBy(held, ({ by }) => by)]
    .map(([reason, own]) => ({
      ...counted(reason, own.length),
      rewards: own.slice(0, SAMPLES).map(({ eventId, reward }) => ({
        eventId,
        beneficiary: reward.to,
        recipient: { externalId: reward.externalId },
        until: reward.heldUntil === null ? null : toIso(reward.heldUntil),
      })),
    }))
    .toSorted((one, other) => other.count - one.count);
}

function refusedOf(events: ReplayedEvent[]): Simulation['refused'] {
  const reasons = events.flatMap(({ refusals }) => refusals.map(({ reason }) => reason));
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, own]) => counted(reason, own.length))
    .toSorted((one, other) => other.count - one.count);
}

function counted(reason: ReasonCode, count: number) {
  return { reason, text: SUPPORT_TEXTS[reason], count };
}

function perDay(made: Made[], currency: string): Simulation['perDay'] {
  return [...Map.groupBy(made, ({ day }) => day)].map(([day, own]) => ({
    day,
    rewards: own.length,
    amount: { amount: sumOf(own), currency },
  }));
}
