import { describe, expect, test } from 'vitest';
import { makeRewards } from '../../server/domain/batch/make-rewards.ts';
import { openAddress } from '../../server/domain/delivery/address.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { SECOND_KEY, second, withSecondKey } from '../support/second-key.ts';
import { batchOf, readBatch, readItems, runThrough } from './support/batches.ts';
import { fresh, member, purchase, signIn } from './support/people.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const EURO_RULE = {
  id: 'buy',
  on: 'purchase',
  rewards: [{ to: 'friend', productId: 'CVS', value: eur(1500), delivery: 'Links' }],
};

/** Acme with a second key for a second person. */
function acme(programs: object[]) {
  const config = acmeConfig({ budget: usd(50_000_000), limits: { total: 1 } }, programs.map(programLike));
  return withSecondKey(config, '*');
}

describe.each(DIALECTS)('reward batches on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acme([
      { id: 'small', budget: usd(4500) },
      { id: 'raced', budget: usd(15_000) },
      { id: 'foreign', budget: eur(900_000), rules: [EURO_RULE] },
      { id: 'later', payout: { mode: 'scheduled', every: 'month' } },
      { id: 'watched', approval: { over: usd(3000), twoOver: usd(6000) } },
    ]),
    env: { SECOND_KEY },
  });
  await goodturn.get('/v1/products');
  await goodturn.control('funding', { available: '500000.00' });
  const { read } = goodturn.deps.store;

  const give = (body: object) => goodturn.post('/v1/reward-batches', body);
  const act = (id: string, which: string, headers = {}) =>
    goodturn.post(`/v1/reward-batches/${id}/${which}`, { reason: 'looked at' }, headers);
  const sendCsv = (text: string | Uint8Array<ArrayBuffer>, query: string) =>
    goodturn.app.request(`/v1/reward-batches?${query}`, {
      method: 'POST',
      body: text,
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, 'Content-Type': 'text/csv' },
    });
  /** What is reserved in a program, and what its ledger says. */
  async function reservedIn(programId: string) {
    const budget = await read.budgets.find(programId);
    const signs = { reserve: 1, spend: -1, release: -1, reduce: -1, loss: 0 };
    const entries = await read.budgets.entries(programId);
    const booked = entries.reduce((sum, { kind, amount }) => sum + signs[kind] * amount, 0);
    expect(budget?.reserved).toBe(booked);
    return booked;
  }

  describe('a batch, 202', () => {
    test('gives every recipient one reward with one order, outside of limits, and comes to rest', async () => {
      const ada = await member(goodturn);
      const body = batchOf(8);
      body.items.push({ itemId: 'ada', recipient: { externalId: ada.externalId } });
      const answer = await give(body);
      expect(answer.status).toBe(202);
      expect(await answer.json()).toMatchObject({
        batchId: body.batchId,
        status: 'running',
        items: 9,
        value: usd(9 * 1500),
        counts: { waiting: 9 },
        progress: { made: 0, ordered: 0, issued: 0 },
      });
      expect(await reservedIn('friends')).toBe(9 * 1500);
      await goodturn.deps.makeBatches();
      expect(await readBatch(goodturn, body.batchId)).toMatchObject({
        status: 'running',
        counts: { waiting: 0, ordering: 9 },
        progress: { made: 9, ordered: 9, issued: 0 },
      });
      expect(await reservedIn('friends')).toBe(9 * 1500);
      await runThrough(goodturn);
      const done = await readBatch(goodturn, body.batchId);
      expect(done).toMatchObject({ status: 'completed', counts: { issued: 9 }, progress: { issued: 9 } });
      expect(done.timeline?.map(({ status, actor }) => [status, actor])).toEqual([
        ['running', 'key:shop'],
        ['completed', 'system'],
      ]);
      expect(await reservedIn('friends')).toBe(0);
      expect((await read.budgets.find('friends'))?.spent).toBe(9 * 1500);
      const items = await readItems(goodturn, body.batchId);
      expect(items.map(({ itemId }) => itemId)).toEqual(body.items.map(({ itemId }) => itemId));
      const orders = await read.orders.ofRewards(items.map(({ rewardId }) => rewardId ?? ''));
      expect(new Set(orders.map(({ poNumber }) => poNumber)).size).toBe(9);
      expect(await goodturn.upstreamOrders()).toHaveLength(9);
      const session = await signIn(goodturn, ada);
      const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
      expect(me.rewards).toMatchObject([{ status: 'issued', claimable: true }]);
      expect(JSON.stringify([done, items])).not.toContain('http');
    });

    test('posted again, also at the same moment, is answered the same, and other content is refused', async () => {
      const body = batchOf(3);
      const before = await reservedIn('friends');
      const answers = await Promise.all([give(body), give(body), give(body)]);
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
      const [first, ...others] = await Promise.all(answers.map((each) => each.json()));
      for (const other of others) expect(other).toEqual(first);
      expect(await reservedIn('friends')).toBe(before + 4500);
      await runThrough(goodturn);
      const again = await give(body);
      expect(again.headers.get('Idempotent-Replayed')).toBe('true');
      expect(await again.json()).toEqual(first);
      const changed = await give({ ...body, items: body.items.slice(1) });
      expect(changed.status).toBe(409);
      expect((await readItems(goodturn, body.batchId)).length).toBe(3);
    });

    test('null in a row says as little as leaving the field out, for a repeat as well', async () => {
      const { items, ...head } = batchOf(1);
      const [row] = items;
      const nothing = { email: null, phone: null, name: null, address: null };
      const bare = { productId: null, value: null, message: null };
      const recipient = { ...row?.recipient, ...nothing };
      const first = await give({ ...head, items: [{ ...row, recipient, ...bare }] });
      expect(first.status).toBe(202);
      const again = await give({ ...head, items });
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
    });

    test('hands over the claim pages of people of whom the site tells no id, and keeps nothing else of them', async () => {
      const recipient = { email: 'sam@example.com', name: 'Sam' };
      const body = batchOf(0, {
        items: [
          { itemId: 'a', recipient },
          { itemId: 'b', recipient },
        ],
      });
      expect((await give(body)).status).toBe(202);
      await runThrough(goodturn);
      const [one, other] = await readItems(goodturn, body.batchId);
      expect(one).toMatchObject({ externalId: null, status: 'issued' });
      const rewards = await read.rewards.byIds([one?.rewardId ?? '', other?.rewardId ?? '']);
      expect(new Set(rewards.map(({ participantId }) => participantId)).size).toBe(2);
      const page = await goodturn.post(`/v1/rewards/${one?.rewardId}/claim-page`, {});
      expect((await page.json()).claimPageUrl).toContain('/c/');
    });

    test('sends cards by e-mail, text message and post to where its rows say', async () => {
      const digital = batchOf(0, {
        delivery: 'DigitalDelivery',
        items: [
          { itemId: 'mail', recipient: { email: 'sam@example.com', name: 'Sam' } },
          { itemId: 'text', recipient: { phone: '+1 (555) 555-0100' } },
        ],
      });
      const address = { line1: '1 Main Street', city: 'New York', state: 'NY', zip: '10001', country: 'US' };
      const posted = batchOf(0, {
        delivery: 'PhysicalShipment',
        items: [{ itemId: 'post', recipient: { name: 'Sam Doe', address } }],
      });
      for (const body of [digital, posted]) expect((await give(body)).status).toBe(202);
      await runThrough(goodturn);
      const items = [digital, posted].map(({ batchId }) => readItems(goodturn, batchId));
      const places = [];
      for (const { rewardId } of (await Promise.all(items)).flat()) {
        const [reward] = await read.rewards.byIds([rewardId ?? '']);
        const destination = await read.destinations.find(rewardId ?? '');
        if (reward && destination)
          places.push(openAddress(goodturn.deps.sealer, reward, destination.sealedAddress));
      }
      expect(places).toEqual([
        { kind: 'digital', name: 'Sam', email: 'sam@example.com' },
        { kind: 'digital', phone: '+15555550100' },
        { kind: 'postal', name: 'Sam Doe', ...address },
      ]);
      expect(JSON.stringify(await goodturn.upstreamOrders())).toContain('"To":"Sam Doe"');
      expect(await readBatch(goodturn, posted.batchId)).toMatchObject({ counts: { issued: 1 } });
    });
  });

  describe('400, with every row that is not right and nothing reserved', () => {
    test('rows are told by their places, in the words of JSON', async () => {
      await goodturn.post('/v1/participants', { externalId: 'blocked-one' });
      await goodturn.post('/v1/participants/blocked-one/block', { reason: 'abuse' });
      const before = await reservedIn('friends');
      const answer = await give(
        batchOf(0, {
          items: [
            { itemId: 'a', recipient: {} },
            { itemId: 'a', recipient: { externalId: 'blocked-one' } },
            { itemId: 'c', recipient: {}, productId: 'NOTHING' },
            { itemId: 'd', recipient: {}, value: usd(1) },
            { itemId: 'e', recipient: {}, value: { amount: 1500, currency: 'EUR' } },
          ],
        }),
      );
      expect(answer.status).toBe(400);
      const problem = await answer.json();
      expect(problem).toMatchObject({ code: 'invalid_body' });
      expect(problem.detail).toContain('4 of 5 rows are not right');
      const paths = problem.errors.map(({ path }: { path: string }) => path);
      expect(new Set(paths)).toEqual(
        new Set([
          'items[1].itemId',
          'items[1].recipient.externalId',
          'items[2].productId',
          'items[3].value.amount',
          'items[4].value.currency',
        ]),
      );
      expect(await reservedIn('friends')).toBe(before);
    });

    test('deliveries have what they need', async () => {
      const items = [{ itemId: 'a', recipient: { externalId: 'somebody' } }];
      const mail = await (await give(batchOf(0, { delivery: 'DigitalDelivery', items }))).json();
      expect(mail.errors).toMatchObject([{ path: 'items[0].recipient.email' }]);
      const post = await (await give(batchOf(0, { delivery: 'PhysicalShipment', items }))).json();
      expect(post.errors).toMatchObject([{ path: 'items[0].recipient.address' }]);
    });

    test('a report lists a hundred faults and counts the others', async () => {
      const items = Array.from({ length: 400 }, (_, at) => ({ itemId: `${at}`, recipient: { email: 'no' } }));
      const problem = await (await give(batchOf(0, { items }))).json();
      expect(problem.errors).toHaveLength(100);
      expect(problem.detail).toContain('300 more are not');
    });

    test('a program of somebody else, no rows, too many rows', async () => {
      expect((await give(batchOf(1, { programId: 'nobody' }))).status).toBe(400);
      expect((await give(batchOf(0))).status).toBe(400);
      const items = Array.from({ length: 10_001 }, (_, at) => ({ itemId: `${at}`, recipient: {} }));
      expect((await (await give(batchOf(0, { items }))).json()).detail).toContain('1 to 10,000');
    });
  });

  describe('the budget', () => {
    test('refuses a batch whole that is larger, 409, and a batch that fits takes it from events at once', async () => {
      const refused = await give(batchOf(4, { programId: 'small' }));
      expect(refused.status).toBe(409);
      const problem = { code: 'budget_exhausted', detail: 'The budget is short of $15.' };
      expect(await refused.json()).toMatchObject(problem);
      expect(await reservedIn('small')).toBe(0);
      const body = batchOf(3, { programId: 'small' });
      expect((await give(body)).status).toBe(202);
      const ada = await member(goodturn);
      const bought = purchase({ programId: 'small', referralCode: ada.codes['small'] });
      const event = await (await goodturn.post('/v1/events', bought)).json();
      expect(event.rewards).toEqual([]);
      await runThrough(goodturn);
      expect(await read.budgets.find('small')).toMatchObject({ reserved: 0, spent: 4500 });
    });

    test('is in one currency: a batch in another is told so by the field, 400', async () => {
      const items = [{ itemId: 'a', recipient: {}, value: usd(1500) }];
      const answer = await give(batchOf(0, { programId: 'foreign', items }));
      expect(answer.status).toBe(400);
      const message = "must be EUR, as the program's budget is";
      const errors = [{ path: 'items[0].value.currency', message }];
      expect(await answer.json()).toMatchObject({ code: 'bad_request', errors });
    });

    test('is never promised twice when batches and goodwill race for it', async () => {
      const gift = () => ({
        goodwillId: fresh('case'),
        programId: 'raced',
        recipient: { externalId: fresh('member') },
        productId: 'CVS',
        value: usd(1500),
        delivery: 'Links',
        reason: 'thanks',
      });
      const answers = await Promise.all([
        ...[1, 2, 3].map(() => give(batchOf(4, { programId: 'raced' }))),
        ...[1, 2, 3, 4, 5].map(() => goodturn.post('/v1/rewards', gift())),
      ]);
      const taken = answers.map(({ status }, at) => (status === 202 ? 4 : status === 201 && at > 2 ? 1 : 0));
      const rewards = taken.reduce<number>((sum, each) => sum + each, 0);
      expect(answers.every(({ status }) => [201, 202, 409].includes(status))).toBe(true);
      expect(await reservedIn('raced')).toBe(rewards * 1500);
      expect(rewards).toBeGreaterThan(6);
    });
  });

  describe('stop, resume, cancel', () => {
    test('what was made stays, the rest waits with its budget and goes on where it stopped', async () => {
      const { id } = await (await give(batchOf(105, { programId: 'later' }))).json();
      expect(await makeRewards(goodturn.deps, id)).toMatchObject({ made: 100, isOver: false });
      expect((await act(id, 'stop')).status).toBe(200);
      const stopped = await readBatch(goodturn, id);
      expect(stopped).toMatchObject({ status: 'stopped', counts: { waiting: 5, approved: 100 } });
      expect(stopped.timeline?.at(-1)).toMatchObject({ actor: 'key:shop', note: 'looked at' });
      await goodturn.deps.makeBatches();
      expect((await readBatch(goodturn, id)).counts).toEqual(stopped.counts);
      expect(await reservedIn('later')).toBe(105 * 1500);
      expect((await act(id, 'stop')).status).toBe(409);
      expect((await act(id, 'resume')).status).toBe(200);
      await goodturn.deps.makeBatches();
      expect(await readBatch(goodturn, id)).toMatchObject({ status: 'running', counts: { approved: 105 } });
      expect(await reservedIn('later')).toBe(105 * 1500);
      expect((await act(id, 'stop')).status).toBe(409);
      expect((await act(id, 'resume')).status).toBe(409);
    });

    test('a cancelled batch gives its budget back', async () => {
      const before = await reservedIn('friends');
      const { id } = await (await give(batchOf(5))).json();
      expect(await reservedIn('friends')).toBe(before + 7500);
      expect((await act(id, 'cancel')).status).toBe(200);
      expect(await reservedIn('friends')).toBe(before);
      await runThrough(goodturn);
      expect(await readBatch(goodturn, id)).toMatchObject({
        status: 'cancelled',
        counts: { cancelled: 5 },
        progress: { made: 0 },
      });
    });
  });

  test('two people release a large batch: one cannot, nor the same person twice', async () => {
    const ids: Record<number, string> = {};
    for (const [count, needed] of [
      [2, 0],
      [3, 1],
      [5, 2],
    ] as const) {
      const answer = await (await give(batchOf(count, { programId: 'watched' }))).json();
      expect(answer).toMatchObject({
        status: needed > 0 ? 'held' : 'running',
        approvals: { needed, given: 0 },
      });
      ids[needed] = answer.id;
    }
    await goodturn.deps.makeBatches();
    expect(await readBatch(goodturn, ids[2] ?? '')).toMatchObject({ progress: { made: 0 } });
    expect(await (await act(ids[1] ?? '', 'approve')).json()).toMatchObject({ status: 'running' });
    const first = await (await act(ids[2] ?? '', 'approve')).json();
    expect(first).toMatchObject({ status: 'held', reason: 'awaiting_second_approval' });
    expect((await act(ids[2] ?? '', 'approve')).status).toBe(409);
    const both = await (await act(ids[2] ?? '', 'approve', second)).json();
    expect(both).toMatchObject({ status: 'running', approvals: { needed: 2, given: 2 } });
    await runThrough(goodturn);
    for (const id of Object.values(ids)) expect((await readBatch(goodturn, id)).status).toBe('completed');
  });

  test('somebody who was blocked or erased meanwhile is refused, and their part of the budget is free', async () => {
    const before = await reservedIn('friends');
    const [ada, bob, cyd] = [await member(goodturn), await member(goodturn), await member(goodturn)];
    const items = [ada, bob, cyd].map(({ externalId }) => ({
      itemId: externalId,
      recipient: { externalId },
    }));
    const body = batchOf(0, { items });
    await give(body);
    await goodturn.post(`/v1/participants/${ada.id}/block`, { reason: 'abuse' });
    await goodturn.app.request(`/v1/participants/${bob.id}`, {
      method: 'DELETE',
      body: JSON.stringify({ reason: 'asked' }),
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
    await runThrough(goodturn);
    const told = await readItems(goodturn, body.batchId);
    expect(told).toMatchObject([
      { status: 'refused', reason: 'participant_blocked', rewardId: null },
      { status: 'refused', reason: 'person_erased', rewardId: null },
      { status: 'issued' },
    ]);
    expect(JSON.stringify(told)).not.toContain(bob.externalId);
    expect(await reservedIn('friends')).toBe(before);
    expect(await readBatch(goodturn, body.batchId)).toMatchObject({ status: 'completed' });
  });

  describe('CSV', () => {
    const query = (batchId: string) => `batchId=${batchId}&programId=friends&delivery=Links`;

    test('in: byte order mark, quotes, CRLF and kept-off formulas are read', async () => {
      const batchId = fresh('csv');
      const text = `\uFEFFitemId,externalId,phone,amount,currency,message\r\na,"one, two",'+15555550100,1500,USD,"He said ""hi"""\r\nb,="007",,,,\r\n`;
      expect((await sendCsv(text, query(batchId))).status).toBe(202);
      await runThrough(goodturn);
      const items = await readItems(goodturn, batchId);
      expect(items).toMatchObject([{ externalId: 'one, two' }, { externalId: '007', value: usd(1500) }]);
      const [reward] = await read.rewards.byIds([items[0]?.rewardId ?? '']);
      expect(reward?.message).toBe('He said "hi"');
    });

    test('in: faults are told by line and column', async () => {
      const text = 'itemId,email,amount,currency\na,nobody,1500,USD\nb,,15.00,USD\nc,=cmd(),,\nd,,,,,,\n';
      const problem = await (await sendCsv(text, query(fresh('csv')))).json();
      expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual([
        'rows[2].email',
        'rows[3].amount',
        'rows[4]',
        'rows[5]',
      ]);
      for (const bad of ['', 'itemId;email\n', 'email\nsam@example.com\n', 'itemId,mail\n']) {
        expect((await sendCsv(bad, query(fresh('csv')))).status).toBe(400);
      }
      expect((await sendCsv(Uint8Array.of(0xff, 0xfe, 0x41), query(fresh('csv')))).status).toBe(400);
    });

    test('out: no cell is run by a spreadsheet, and nobody is told but by the ids that the site gave', async () => {
      const items = ['=1+1', '+1', '-1', '@sum', 'say "x", y'].map((externalId) => ({
        itemId: externalId,
        recipient: { externalId, email: 'sam@example.com', name: 'Samuel' },
      }));
      const body = batchOf(0, { items });
      expect((await give(body)).status).toBe(202);
      const answer = await goodturn.get(`/v1/reward-batches/${body.batchId}/items`, { Accept: 'text/csv' });
      expect(answer.headers.get('content-type')).toContain('text/csv');
      const text = await answer.text();
      expect(text.split('\r\n')[1]).toBe("'=1+1,'=1+1,waiting,awaiting_reward,,CVS,1500,USD");
      expect(text).toContain('"say ""x"", y"');
      expect(text).not.toMatch(/(^|,|\n)"?[=+\-@\t]/);
      expect(text).not.toMatch(/sam@|Samuel/);
    });
  });

  test('lists are filtered, and another site sees nothing', async () => {
    const { data } = await (await goodturn.get('/v1/reward-batches?programId=small&status=completed')).json();
    expect(data).toMatchObject([{ programId: 'small', status: 'completed' }]);
    const globex = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
    expect((await goodturn.get(`/v1/reward-batches/${data[0].batchId}`, globex)).status).toBe(404);
    expect((await (await goodturn.get('/v1/reward-batches', globex)).json()).data).toEqual([]);
    const issued = await goodturn.get(`/v1/reward-batches/${data[0].id}/items?status=issued&limit=2`);
    const page = await issued.json();
    expect(page.data).toHaveLength(2);
    expect(page.nextCursor).not.toBeNull();
  });
});
