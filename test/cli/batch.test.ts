import { describe, expect, test } from 'vitest';
import { readBatch } from '../http/support/batches.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fileOf, goodturn as run } from './run.ts';

describe.each(DIALECTS)('goodturn batch on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  await goodturn.get('/v1/products');
  const give = (file: string, ...more: string[]) =>
    run(goodturn.databaseUrl, ['batch', file, '--program', 'friends', ...more]);

  test('gives every row one reward beside a server that orders, and the same file again gives nothing more', async () => {
    const file = await fileOf('itemId,externalId\na,one\nb,two\nc,three\n');
    goodturn.deps.worker.start();
    // The command's rewards are due by the real clock, and the server's must have come to it.
    goodturn.clock.now = Date.now() + 60_000;
    const done = await give(file, '--id', 'spring');
    expect(done).toMatchObject({ code: 0 });
    expect(done.complained.at(-1)).toBe('3 rows: 3 made, 3 ordered, 3 issued.');
    expect(done.said.at(-1)).toContain('is completed');
    const again = await give(file, '--id', 'spring');
    expect(again).toMatchObject({ code: 0, said: [expect.stringContaining('is completed')] });
    expect(await goodturn.upstreamOrders()).toHaveLength(3);
    const made = await readBatch(goodturn, 'spring');
    expect(made).toMatchObject({ counts: { issued: 3 } });
    expect(made.timeline?.[0]).toMatchObject({ actor: 'cli', reason: 'batch_accepted' });
  });

  test('Ctrl-C leaves the batch where it is, and the command goes on there', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `${at},person-${at}\n`);
    const file = await fileOf(`itemId,externalId\n${rows.join('')}`);
    await goodturn.deps.worker.stop();
    const left = give(file, '--id', 'left');
    const asked = setInterval(() => process.emit('SIGINT'), 50);
    const { code, said } = await left;
    clearInterval(asked);
    expect({ code, said: said.at(-1) }).toMatchObject({ code: 0, said: expect.stringContaining('Left at') });
    expect((await readBatch(goodturn, 'left')).status).toBe('running');
  });

  test('tells every row that is not right, a program that is not there, and a file that cannot be read', async () => {
    const bad = await give(await fileOf('itemId,email\na,nobody\nb,\nb,\n'));
    expect(bad.code).toBe(1);
    expect(bad.complained.join('\n')).toContain('rows[2].email must be an e-mail address');
    const file = await fileOf('itemId\na\n');
    const foreign = await run(goodturn.databaseUrl, ['batch', file, '--program', 'nobody']);
    expect(foreign.complained).toEqual(['There is no program nobody; there is friends.']);
    expect((await give('/nowhere.csv')).complained).toEqual(['/nowhere.csv cannot be read.']);
    expect((await run(goodturn.databaseUrl, ['batch', file])).code).toBe(1);
  });
});
