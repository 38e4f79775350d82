import { formatMoney } from '../../shared/money.ts';
import { available, type Budget } from '../domain/budget/budget.ts';
import { phaseOf } from '../domain/site/program.ts';
import type { Command } from './command.ts';
import { table } from './table.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn programs`: every program of the installation at a glance. */
export const programs: Command = {
  name: 'programs',
  usage: '',
  summary: 'List programs: what each is now, its version, and what is left of its budget',
  options: [],
  arity: 0,
  run: (call) =>
    withGoodturn(call, { declares: false }, async ({ store, clock }) => {
      const found = await store.read.sites.programs();
      const rows = await Promise.all(
        found.map(async ({ id, siteId, version, managedBy, live }) => [
          id,
          siteId,
          live.type,
          phaseOf(live, clock()).replace('_', ' '),
          String(version),
          managedBy,
          budgetWords(await store.read.budgets.find(id)),
        ]),
      );
      const headings = ['PROGRAM', 'SITE', 'TYPE', 'NOW', 'VERSION', 'MANAGED BY', 'BUDGET LEFT'];
      const lines = rows.length === 0 ? ['There are no programs yet.'] : table(headings, rows);
      for (const line of lines) call.terminal.say(line);
      return 0;
    }),
};

function budgetWords(budget: Budget | undefined): string {
  if (!budget || budget.limit === null) return 'not limited';
  const { currency, limit } = budget;
  const words = (amount: number) => formatMoney({ amount, currency });
  return `${words(available(budget))} of ${words(limit)}`;
}
