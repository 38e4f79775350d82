import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { Statement, StatementQuery } from '../../../shared/contract/statement.ts';
import { toIso } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { currentRules, type Program } from '../site/program.ts';
import { currencyOf } from '../site/reward-value.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { boundOf } from './bound.ts';
import type { StatementLine } from './statement-rows.ts';

type Column = 'waiting' | 'owed' | 'paid' | 'takenBack';

/** What each status means to whoever keeps the books. */
const COLUMNS: Record<RewardStatus, Column> = {
  earned: 'waiting',
  held: 'waiting',
  approved: 'owed',
  ordering: 'owed',
  failed: 'owed',
  issued: 'paid',
  opened: 'paid',
  rejected: 'takenBack',
  cancelled: 'takenBack',
  withheld: 'takenBack',
};

const MOST_PARTICIPANTS = 200;

/**
 * What a program owes and has paid. Throws `not_found` for a program or participant that is not the site's,
 * `bad_request` for a period that ends before it begins.
 */
export async function readStatement(rows: Rows, site: Site, query: StatementQuery): Promise<Statement> {
  const program = site.programs.find(({ id }) => id === query.programId);
  if (!program) throw new DomainError('not_found', 'There is no such program.');
  const { timezone } = program.live;
  const from = boundOf(query.from, timezone) ?? 0;
  const until = boundOf(query.to, timezone) ?? Number.MAX_SAFE_INTEGER;
  if (from >= until) {
    const errors = [{ path: 'from', message: 'must be before the end of the period' }];
    throw new DomainError('bad_request', 'from must be before the end of the period.', { errors });
  }
  const participantId = await participantOf(rows, site, query.participantId);
  const lines = await rows.statements.lines({ programId: program.id, participantId, from, until });
  const currency = currencyIn(program);
  const byPerson = [...Map.groupBy(lines, ({ externalId }) => externalId)].map(([externalId, own]) => ({
    externalId,
    ...sumsOf(own, currency),
  }));
  return {
    programId: program.id,
    from: query.from === undefined ? null : toIso(from),
    to: query.to === undefined ? null : toIso(until),
    total: sumsOf(lines, currency),
    participants: byPerson
      .toSorted((one, other) => weightOf(other) - weightOf(one))
      .slice(0, MOST_PARTICIPANTS),
  };
}

async function participantOf(rows: Rows, site: Site, named: string | undefined): Promise<string | null> {
  if (named === undefined) return null;
  const byOurs = await rows.participants.byId(named);
  const found = byOurs?.siteId === site.id ? byOurs : await rows.participants.byExternalId(site.id, named);
  if (!found) throw new DomainError('not_found', 'There is no such participant.');
  return found.id;
}

function currencyIn(program: Program): string {
  const first = currentRules(program).rules[0]?.rewards[0];
  return program.live.budget?.currency ?? (first ? currencyOf(first.value) : 'USD');
}

type Sums = Statement['total'];

function sumsOf(lines: StatementLine[], currency: string): Sums {
  const sums = Object.fromEntries(
    (['waiting', 'owed', 'paid', 'takenBack'] as const).map((column) => [
      column,
      { count: 0, amount: { amount: 0, currency } },
    ]),
  ) as Sums;
  for (const { status, count, amount } of lines) {
    const sum = sums[COLUMNS[status]];
    sum.count += count;
    sum.amount.amount += amount;
  }
  return sums;
}

function weightOf({ waiting, owed, paid }: Sums): number {
  return waiting.amount.amount + owed.amount.amount + paid.amount.amount;
}
