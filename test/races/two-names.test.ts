import { expect, test } from 'vitest';
import { member } from '../http/support/people.ts';
import { startHarness } from '../support/harness.ts';
import { standstill } from './standstill.ts';

// On SQLite no write begins before the one ahead of it has ended.
const goodturn = await startHarness('postgres');

test('a name that is told beside another one is a new version of `me` too, where both began with it', async () => {
  const { externalId, code } = await member(goodturn, { displayName: 'Ada' });
  const revision = async () => (await goodturn.deps.store.read.codes.find(code))?.revision ?? 0;
  const before = await revision();
  const tell = (displayName: string) => () => goodturn.post('/v1/participants', { externalId, displayName });
  const lock = `select id from participant where "externalId" = '${externalId}' for update`;
  await standstill(goodturn.databaseUrl, lock, tell('Bea'), tell('Ada'));
  const known = await goodturn.deps.store.read.participants.byExternalId('acme', externalId);
  expect(known?.displayName).toBe('Ada');
  expect(await revision()).toBe(before + 2);
});
