import { describe, expect, test } from 'vitest';
import type { AuditFilter } from '../../../server/domain/audit/audit.ts';
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

  test('the list of a site is its own, without accounts, and filters by subject, id and actor', async () => {
    await write((rows) =>
      rows.audit.append([
        { ...auditOf('aud_5', 'rwd_5'), actor: 'key:shop' },
        { ...auditOf('aud_6', 'acc_1'), subject: 'account' },
        { ...auditOf('aud_7', 'rwd_7'), siteId: 'globex' },
        { ...auditOf('aud_8', 'rfl_5'), subject: 'referral' },
      ]),
    );
    const list = async (filter: Partial<AuditFilter> = {}) => {
      const found = await store.read.audit.list({ siteId: 'acme', before: null, limit: 50, ...filter });
      return found.map(({ id }) => id);
    };
    expect(await list()).toEqual(['aud_8', 'aud_5', 'aud_4', 'aud_3', 'aud_2', 'aud_1']);
    expect(await list({ before: 'aud_4', limit: 2 })).toEqual(['aud_3', 'aud_2']);
    expect(await list({ subject: 'referral' })).toEqual(['aud_8']);
    expect(await list({ subjectId: 'rwd_1' })).toEqual(['aud_3', 'aud_2', 'aud_1']);
    expect(await list({ actor: 'key:shop' })).toEqual(['aud_5']);
    expect(await list({ siteId: 'globex' })).toEqual(['aud_7']);
  });

  test('words stand beside an entry once, and are erased by what they are about', async () => {
    const note = (auditId: string) =>
      write((rows) => rows.notes.insert([{ auditId, text: `on ${auditId}` }]));
    await note('aud_1');
    await note('aud_5');
    await expect(note('aud_5')).rejects.toThrow();
    await expect(note('aud_99')).rejects.toThrow();
    await write((rows) => rows.notes.eraseOf(['rwd_5', 'rwd_9']));
    expect(await store.read.notes.ofEntries(['aud_1', 'aud_5'])).toEqual(new Map([['aud_1', 'on aud_1']]));
    expect((await store.read.audit.ofSubjects(['rwd_5'])).map(({ id }) => id)).toEqual(['aud_5']);
  });
});
