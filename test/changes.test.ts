import { expect, test } from 'vitest';
import { createChanges } from '../server/changes.ts';
import { startHarness } from './support/harness.ts';
import { quietLog } from './support/quiet-log.ts';

test('a thousand open panels are asked for in parts, and each hears of its own change once', async () => {
  const { deps } = await startHarness('sqlite');
  const asked: number[] = [];
  const codes: typeof deps.store.read.codes = {
    ...deps.store.read.codes,
    async revisions(keys) {
      asked.push(keys.length);
      return new Map(keys.map(({ participantId, programId }) => [`${participantId} ${programId}`, 7]));
    },
  };
  const changes = createChanges({ ...deps.store, read: { ...deps.store.read, codes } }, quietLog);
  const heard: string[] = [];
  for (let index = 0; index < 1001; index += 1) {
    const participantId = `par_${index}`;
    changes.watch(
      { participantId, programId: 'friends' },
      (revision) => heard.push(`${participantId} ${revision}`),
      () => {},
    );
  }
  await changes.ask();
  changes.close();
  expect(asked).toEqual([500, 500, 1]);
  expect(heard).toEqual(Array.from({ length: 1001 }, (_, index) => `par_${index} 7`));
});
