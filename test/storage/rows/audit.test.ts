import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../../support/databases.ts';
import { auditOf, openRows } from './open-rows.ts';

describe.each(DIALECTS)('audit on %s', async (dialect) => {
  const { store, write } = await openRows(dialect);

  test('steps come oldest first, and looking at a claim is none of them', async () => {
    await write((rows) =>
      rows.audit.append([
        auditOf('aud_2', 'rwd_1'),
        { ...auditOf('aud_3', 'rwd_1'), subject: 'claim', reason: 'claim_page_given' },
        auditOf('aud_1', 'rwd_1'),
        auditOf('aud_4', 'rwd_2'),
      ]),
    );
    const steps = await store.read.audit.ofSubjects(['rwd_1']);
    expect(steps.map(({ id }) => id)).toEqual(['aud_1', 'aud_2']);
  });
});
