import { describe, expect, test } from 'vitest';
import { member, purchase } from '../http/support/people.ts';
import { programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fileOf, goodturn } from './run.ts';

describe.each(DIALECTS)('goodturn simulate on %s', async (dialect) => {
  const server = await startHarness(dialect);
  const { code } = await member(server);
  const told = purchase({ referralCode: code });
  await server.post('/v1/events', told);
  const run = (...line: string[]) => goodturn(server.databaseUrl, ['simulate', ...line]);

  test('tells what the program as it runs made of the events', async () => {
    const { code: exit, said, complained } = await run('friends');
    expect({ exit, complained }).toEqual({ exit: 0, complained: [] });
    expect(said.join('\n')).toMatch(/Rewards +2 \(referrers 1, friends 1, participants 0\)/);
    expect(said).toContain('Really there are 2 rewards of $30; simulated 2 of $30.');
  });

  test('tells what a draft would change, by itself or in a configuration file', async () => {
    const draft = programLike({
      id: 'friends',
      hold: { days: 7 },
      budget: { amount: 1500, currency: 'USD' },
    });
    const site = {
      id: 'acme',
      name: 'Acme',
      origins: ['https://shop.acme.example'],
      contact: 'help@acme.example',
      publishableKey: 'pk_acme',
    };
    for (const content of [draft, { sites: [{ ...site, programs: [draft] }] }]) {
      const { said } = await run('friends', '--draft', await fileOf(JSON.stringify(content)));
      const text = said.join('\n');
      expect(text).toMatch(/Budget ends on +2026-11-23/);
      expect(text).toMatch(/Would wait first\n +1 .*\(hold_period\)/);
      expect(text).toContain(`${told.eventId}`);
      expect(text).toMatch(/friend +\$15 → nothing +The budget does not cover the reward\./);
    }
  });

  test('tells what stood before the span, and lets nobody approve where that is asked for', async () => {
    const draft = await fileOf(JSON.stringify(programLike({ id: 'friends', approval: 'manual' })));
    const owed = async (...line: string[]) =>
      (await run('friends', '--draft', draft, ...line)).said.join('\n');
    expect(await owed('--approve', 'none')).toMatch(/Promised and not ordered yet +\$30/);
    expect(await owed('--approve', 'all')).toMatch(/Promised and not ordered yet +\$0/);
    expect(await owed('--from', '2026-11-24')).toMatch(/Stood before +2 rewards of \$30/);
  });

  test('says what it cannot do, with the place in the draft', async () => {
    const faults = async (...line: string[]) => {
      const { code: exit, complained } = await run(...line);
      expect(exit).toBe(1);
      return complained.join('\n');
    };
    expect(await faults('nobody-has-this')).toMatch(/add --site with one of acme, globex/);
    expect(await faults('friends', '--from', 'yesterday')).toMatch(/--from must be a day or an instant/);
    expect(await faults('friends', '--approve', 'some')).toMatch(/one of as_recorded, all, none/);
    expect(await faults('friends', '--draft', '/nowhere')).toMatch(/\/nowhere cannot be read/);
    const broken = await fileOf('{\n  "id": }');
    expect(await faults('friends', '--draft', broken)).toMatch(/line 2/);
    const wrong = await fileOf(JSON.stringify({ ...(programLike({ id: 'friends' }) as object), rules: [] }));
    expect(await faults('friends', '--draft', wrong)).toMatch(/^rules /);
  });
});
