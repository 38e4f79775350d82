import { describe, expect, test } from 'vitest';
import { readCustomers } from '../../server/cli/read-customers.ts';
import { member, purchase } from '../http/support/people.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fileOf, goodturn } from './run.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(text: string, size = 7) {
  const rows = [];
  for await (const row of readCustomers(pieces(text, size))) rows.push(row);
  return rows;
}

describe('a list of customers', () => {
  test.each([1, 2, 5, 1000])('is CSV as spreadsheets write it, in pieces of %i characters', async (size) => {
    const csv =
      '\uFEFFName,ID,Email\r\n"Doe, ""J""\nJr.",1,ada@acme.example\r\n\r\n,2,\r\nx, 3 ,"bo@acme.example"';
    expect(await rowsOf(csv, size)).toEqual([
      { line: 2, customer: { id: '1', email: 'ada@acme.example' } },
      { line: 5, customer: { id: '2', email: undefined } },
      { line: 6, customer: { id: '3', email: 'bo@acme.example' } },
    ]);
  });

  test('is JSON lines', async () => {
    expect(await rowsOf('{"id":"1"}\n\n{"email":"ada@acme.example","name":"Ada"}\n')).toEqual([
      { line: 1, customer: { id: '1', email: undefined } },
      { line: 3, customer: { id: undefined, email: 'ada@acme.example' } },
    ]);
  });

  test('names the line of each row that is none', async () => {
    expect(await rowsOf('id,email\n,\n1,ada\n2,')).toEqual([
      { line: 2, fault: 'has neither id nor email' },
      { line: 3, fault: 'email must be an e-mail address' },
      { line: 4, customer: { id: '2', email: undefined } },
    ]);
    expect(await rowsOf('{"id":1}\n{oops\n{"id":"3"}')).toMatchObject([
      { line: 1, fault: 'id must be a text' },
      { line: 2, fault: 'is not valid JSON' },
      { line: 3, customer: { id: '3' } },
    ]);
  });

  test('a quotation mark that never ends costs its own rows and not the file', async () => {
    const rows = await rowsOf(`id\n"1\n${Array.from({ length: 30 }, (_, at) => `${at}\n`).join('')}`, 50);
    expect(rows[0]).toEqual({ line: 2, fault: 'opens a quotation mark that never ends' });
    expect(rows.at(-1)).toEqual({ line: 32, customer: { id: '29', email: undefined } });
  });

  test('needs a header', async () => {
    await expect(rowsOf('1;ada@acme.example\n')).rejects.toThrow('must name a column id or email');
    expect(await rowsOf('')).toEqual([]);
  });
});

describe.each(DIALECTS)('goodturn import-customers on %s', async (dialect) => {
  const server = await startHarness(dialect);
  const run = async (text: string, site = 'acme') =>
    goodturn(server.databaseUrl, ['import-customers', await fileOf(text), '--site', site]);
  const { code } = await member(server);
  const buy = async (customer: object) =>
    (await server.post('/v1/events', purchase({ referralCode: code, customer }))).json();

  test('their next purchase is no first one, by id or by address; another site knows nothing of it', async () => {
    expect(await run('id,email\nold-1,\n,Old.Two+shop@acme.example\n')).toEqual({
      code: 0,
      complained: [],
      said: ['Customers of acme read: 2. Ids and addresses that are new: 2.'],
    });
    expect(await buy({ id: 'old-1' })).toMatchObject({ status: 'recorded' });
    expect(await buy({ id: 'new-2', email: 'old.two@acme.example' })).toMatchObject({ status: 'recorded' });
    expect(await buy({ id: 'new-3' })).toMatchObject({ status: 'credited' });
  });

  test('twice adds nothing, and thousands go in batches', async () => {
    const many = `id\n${Array.from({ length: 1200 }, (_, at) => `many-${at}\n`).join('')}`;
    expect((await run(many)).said[0]).toContain('read: 1,200. Ids and addresses that are new: 1,200.');
    expect((await run(many)).said[0]).toContain('read: 1,200. Ids and addresses that are new: 0.');
    expect((await run(many, 'globex')).said[0]).toContain('new: 1,200.');
  });

  test('skips bad rows by line, takes the others, and exits with 1', async () => {
    const { code: exit, said, complained } = await run('id,email\nok-1,\n,nonsense\nok-2,\n');
    expect(exit).toBe(1);
    expect(said).toEqual(['Customers of acme read: 2. Ids and addresses that are new: 2.']);
    expect(complained).toEqual([
      'Line 3 is skipped: email must be an e-mail address.',
      'Rows skipped: 1 of 3. Mend them and import the file again.',
    ]);
  });

  test('says what is wrong with the site or the file', async () => {
    expect((await run('id\n1', 'nobody')).complained).toEqual([
      'There is no site nobody; there is acme, globex.',
    ]);
    const noSite = await goodturn(server.databaseUrl, ['import-customers', 'x']);
    expect(noSite).toMatchObject({ code: 1, complained: ['Say whose customers they are: --site ID.'] });
    const noFile = await goodturn(server.databaseUrl, ['import-customers', '/nowhere', '--site', 'acme']);
    expect(noFile.complained).toEqual(['/nowhere cannot be read.']);
    expect((await run('name\nAda')).complained[0]).toMatch(/ is no list of customers\. Its first line must/);
  });

  test('keeps only keyed hashes', async () => {
    const known = await server.deps.store.read.knownCustomers.has('acme', ['old-1', 'old.two@acme.example']);
    expect(known).toBe(false);
    const { pseudonyms } = server.deps;
    expect(
      await server.deps.store.read.knownCustomers.has('acme', [pseudonyms.customer({ id: 'old-1' })]),
    ).toBe(true);
  });
});
