import type { Product } from '../order/gift-cards.ts';
import { currentRules, type Program } from '../site/program.ts';
import { currencyOf } from '../site/reward-value.ts';
import { Agenda } from './agenda.ts';
import { rememberBefore, type Standing } from './remember-before.ts';
import { SimulatedPast } from './simulated-past.ts';
import type { SimulationParts, SimulationRun } from './simulation-run.ts';

export type Beginning = {
  past: SimulatedPast;
  agenda: Agenda;
  /** What stood already. */
  atStart: Standing;
  /** The gift cards that the program's rules name, as the catalogue has them. */
  products: ReadonlyMap<string, Product>;
};

/** The past at the beginning of the span: what the program had really made of the events before it. */
export async function beginPast(parts: SimulationParts, run: SimulationRun): Promise<Beginning> {
  const { rows } = parts;
  const { site, program } = run;
  const kept = await rows.catalogues.find(site.accountId);
  const named = new Set(
    [...program.versions.values()].flatMap(({ rules }) =>
      rules.flatMap(({ rewards }) => rewards.map(({ productId }) => productId)),
    ),
  );
  const all: Product[] = kept ? JSON.parse(kept.products) : [];
  const products = all.filter(({ id }) => named.has(id));
  const past = new SimulatedPast({
    budget: {
      programId: program.id,
      currency: currencyIn(program),
      limit: program.live.budget?.amount ?? null,
      reserved: 0,
      spent: 0,
    },
    // Only what is asked for: a whole catalogue is long, and it is read with every percentage.
    catalogue: kept && { ...kept, products: JSON.stringify(products) },
    termsAcceptances: rows.termsAcceptances,
  });
  const agenda = new Agenda();
  const atStart = await rememberBefore(parts, run, past, agenda);
  return { past, agenda, atStart, products: new Map(products.map((product) => [product.id, product])) };
}

/** The one currency in which all sums of a program are. */
export function currencyIn(program: Program): string {
  const first = currentRules(program).rules[0]?.rewards[0];
  const currency = program.live.budget?.currency ?? (first && currencyOf(first.value));
  if (!currency) throw new Error(`program ${program.id} has no reward`);
  return currency;
}
