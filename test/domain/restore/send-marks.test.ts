import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { wentBack } from '../../../server/domain/restore/send-marks.ts';
import { sendMarkFile } from '../../../server/storage/send-mark-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'goodturn-marks-'));
afterAll(() => rm(folder, { recursive: true }));

test('a database whose turns are behind the marks of its own installation went back', () => {
  const marks = { epochs: ['AAAA', 'BBBB'], accounts: { installation: 100, 'site-acme': 50 } };
  const turns = (installation: number, acme: number) => [
    { id: 'installation', nextSendAt: installation },
    { id: 'site-acme', nextSendAt: acme },
  ];
  expect(wentBack(marks, ['BBBB'], turns(101, 51))).toBe(false);
  expect(wentBack(marks, ['BBBB'], turns(99, 51))).toBe(true);
  // The turn that stood in the backup was the first to be used after it.
  expect(wentBack(marks, ['BBBB'], turns(100, 51))).toBe(true);
  // An older backup still, of before the last restore.
  expect(wentBack(marks, ['AAAA'], turns(101, 49))).toBe(true);
  // A site that came after the backup.
  expect(wentBack(marks, ['BBBB'], turns(101, 51).slice(0, 1))).toBe(true);
  expect(wentBack(marks, ['CCCC'], turns(0, 0))).toBe(false);
  expect(wentBack(null, ['AAAA'], turns(0, 0))).toBe(false);
});

test('marks only move forwards, are replaced whole, and end with their installation', async () => {
  const path = join(folder, 'deep', 'file.sends');
  const file = sendMarkFile(path);
  expect(await file.read()).toBeNull();
  await file.reach(['AAAA'], 'installation', 100);
  await file.reach(['AAAA'], 'installation', 90);
  await file.reach(['AAAA', 'BBBB'], 'site-acme', 20);
  expect(await file.read()).toEqual({
    epochs: ['AAAA', 'BBBB'],
    accounts: { installation: 100, 'site-acme': 20 },
  });
  await file.reach(['CCCC'], 'installation', 5);
  expect(await file.read()).toEqual({ epochs: ['CCCC'], accounts: { installation: 5 } });
  expect(await readdir(join(folder, 'deep'))).toEqual(['file.sends']);
  await file.forget();
  expect(await file.read()).toBeNull();
});

test('a file of marks that cannot be read says nothing, and is written anew', async () => {
  const path = join(folder, 'torn.sends');
  await writeFile(path, '{"epochs":["AA');
  const file = sendMarkFile(path);
  expect(await file.read()).toBeNull();
  await file.reach(['AAAA'], 'installation', 1);
  expect(await file.read()).not.toBeNull();
});
