import SqliteConnection from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteRows } from '../../server/storage/rows/sites.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { inspect, makeReferrer, openStand, type Stand, tellPurchase } from './stand.ts';

describe.each(DIALECTS)('a server on %s', (dialect) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand(await freshDatabaseUrl(dialect));
  });
  afterAll(() => stand.stop());

  test('finds at its second start what it left: versions, codes, events, keys', async () => {
    const first = await stand.start();
    const code = await makeReferrer(first, 'ada');
    expect(await tellPurchase(first, 'order-1', code)).toBe(true);
    const keys = await (await first.site('/.well-known/jwks.json')).text();
    expect(await first.kill()).toEqual({ code: 0, signal: null });

    const second = await stand.start();
    expect(await makeReferrer(second, 'ada')).toBe(code);
    expect(await (await second.site('/.well-known/jwks.json')).text()).toBe(keys);
    const stored = await second.site('/v1/events/order-1');
    expect(await stored.json()).toMatchObject({ decisions: [{ programVersion: 1 }, { programVersion: 1 }] });
    const versions = await inspect(stand.databaseUrl, (db) => siteRows(db).versions());
    expect(versions.map(({ programId, version }) => ({ programId, version }))).toEqual([
      { programId: 'friends', version: 1 },
    ]);
    await second.kill();
  });
});

test('the SQLite file of a running server is in WAL mode, where a kill loses no commit', async () => {
  const databaseUrl = await freshDatabaseUrl('sqlite');
  const stand = await openStand(databaseUrl);
  const server = await stand.start();
  const reader = new SqliteConnection(databaseUrl.replace('file:', ''), { readonly: true });
  expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
  reader.close();
  await server.kill();
  await stand.stop();
});
