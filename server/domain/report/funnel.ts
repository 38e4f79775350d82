import type { Funnel, FunnelQuery } from '../../../shared/contract/funnel.ts';
import { DAY_MS, toIso } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { boundOf } from './bound.ts';
import { type SourceCounts, STAGES } from './report-rows.ts';

const DEFAULT_MS = 30 * DAY_MS;

/**
 * How far the visits of a period came. What began in the period is counted with everything that has become of it since.
 * Throws `not_found` for a program that is not the site's and `bad_request` for a period that ends before it begins.
 */
export async function readFunnel(
  { reports }: Pick<Rows, 'reports'>,
  site: Site,
  query: FunnelQuery,
  now: number,
): Promise<Funnel> {
  const { programId = null } = query;
  const own = site.programs.map(({ id }) => id);
  const programIds = programId === null ? own : own.filter((id) => id === programId);
  if (programId !== null && programIds.length === 0) {
    throw new DomainError('not_found', 'There is no such program.');
  }
  const timezone = site.programs.find(({ id }) => id === programId)?.live.timezone ?? 'UTC';
  const { from, to } = periodOf(query, timezone, now);
  const period = { siteId: site.id, programIds, from, to };
  const counted = await Promise.all([
    reports.clicks(period),
    reports.referrals(period),
    reports.campaignEvents(period),
    reports.rewards(period),
  ]);
  const all = counted.flat();
  const bySource = Map.groupBy(all, ({ source }) => source);
  const sources = [...bySource]
    .flatMap(([source, own]) => (source === null ? [] : [{ source, ...sumOf(own) }]))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1));
  return { programId, from: toIso(from), to: toIso(to), ...sumOf(all), sources };
}

function periodOf(query: FunnelQuery, timezone: string, now: number): { from: number; to: number } {
  // What happened in this very millisecond counts as well.
  const to = boundOf(query.to, timezone) ?? now + 1;
  const from = boundOf(query.from, timezone) ?? to - DEFAULT_MS;
  if (from < to) return { from, to };
  const message = 'must be before the end of the period';
  throw new DomainError('bad_request', `from ${message}.`, { errors: [{ path: 'from', message }] });
}

function sumOf(counted: SourceCounts[]) {
  const sum = { clicks: 0, attributed: 0, qualified: 0, rewarded: 0, issued: 0, opened: 0 };
  for (const { counts } of counted) for (const stage of STAGES) sum[stage] += counts[stage] ?? 0;
  return sum;
}
