import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { expect, test } from 'vitest';
import type { ReportRows } from '../../../server/domain/report/report-rows.ts';
import { reportRows } from '../../../server/storage/rows/reports.ts';
import { NOW, openRows } from './open-rows.ts';

const { raw } = await openRows('sqlite');
const PERIOD = { siteId: 'acme', programIds: ['friends'], from: NOW - 1000, to: NOW };

/** SQLite's plan of what a report asks, step by step. */
async function planOf(stage: keyof ReportRows): Promise<string[]> {
  const asked: CompiledQuery[] = [];
  const listening: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      asked.push(raw.read.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await reportRows(raw.read.withPlugin(listening))[stage](PERIOD);
  const [query] = asked;
  if (!query) throw new Error(`${stage} asked nothing`);
  const explained = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
  const { rows } = await raw.read.executeQuery<{ detail: string }>(explained);
  return rows.map(({ detail }) => detail);
}

test.each<[keyof ReportRows, string]>([
  ['clicks', 'SEARCH click USING COVERING INDEX click_by_time'],
  ['referrals', 'SEARCH referral USING INDEX referral_by_time'],
  ['campaignEvents', 'SEARCH event USING INDEX event_by_time'],
  ['rewards', 'SEARCH reward USING INDEX reward_by_time'],
])('a report reads its period of %s from an index, and scans no table', async (stage, says) => {
  const plan = await planOf(stage);
  expect(plan.join('\n')).toContain(says);
  expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]);
});
