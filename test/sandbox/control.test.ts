import { expect, test } from 'vitest';
import { apiAt, linksOrder, seedOrder, startApi } from './harness.ts';

test('orders: all of them, oldest first, with claim data and how often each number was named', async () => {
  const { accepted, order, records } = await startApi({ behaviour: { casing: 'pascal' } });
  for (let number = 0; number < 60; number++) await accepted(linksOrder(`PO-${number}`));
  await order(linksOrder('PO-0'));
  const orders = await records('orders');
  expect(orders.map(({ PONumber }) => PONumber)).toEqual(
    Array.from({ length: 60 }, (_, number) => `PO-${number}`),
  );
  expect(orders[0]).toEqual({
    Id: expect.any(String),
    PONumber: 'PO-0',
    Type: 'Links',
    Status: 'Completed',
    LineItems: [
      expect.objectContaining({ ClaimData: [expect.objectContaining({ ClaimLink: expect.any(String) })] }),
    ],
    CreatedAt: '2026-01-15T12:00:00.000Z',
    Creates: 2,
  });
});

test('requests: every call with its answer, and no credential', async () => {
  const { order, get, records, token } = await startApi();
  await order(seedOrder);
  await get('/v1/Orders?pageSize=1');
  const requests = await records('requests');
  expect(requests).toEqual([
    expect.objectContaining({ Method: 'POST', Path: '/v1/Tokens', Body: null, Status: 200 }),
    expect.objectContaining({ Method: 'POST', Path: '/v1/Orders', Body: seedOrder, Status: 201 }),
    expect.objectContaining({ Method: 'GET', Path: '/v1/Orders?pageSize=1', Status: 200 }),
  ]);
  expect(JSON.stringify(requests)).not.toContain(token);
  expect(JSON.stringify(requests)).not.toContain('sandbox-access-token');
});

test('reset: as after a first start', async () => {
  const { url, order, control, records, get, balance } = await startApi();
  await order(seedOrder);
  await control('advance', { seconds: 60 });
  await control('fault', { word: 'SIMERR500', times: 5 });
  await control('settings', { casing: 'camel' });
  expect((await control('reset')).body).toEqual({});
  expect((await get('/v1/Products')).status).toBe(401);
  for (const list of ['orders', 'outbox', 'hooks']) expect(await records(list)).toEqual([]);
  expect(await balance()).toEqual({ Available: '1000.00', Pending: '0.00' });
  expect((await control('advance', { seconds: 0 })).body).toEqual({ Now: '2026-01-15T12:00:00.000Z' });
  const again = await apiAt(url);
  expect((await again.order(seedOrder)).status).toBe(201);
});

test('settings: answers all switches, changes the named ones only', async () => {
  const { control } = await startApi();
  const before = (await control('settings', {})).body;
  const after = (await control('settings', { hookDuplicates: 2, tokenSeconds: 2 })).body;
  expect(after).toEqual({ ...Object(before), hookDuplicates: 2, tokenSeconds: 2 });
});

test.each([
  ['reset', { all: true }],
  ['advance', {}],
  ['advance', { seconds: -1 }],
  ['advance', { seconds: '60' }],
  ['advance', { seconds: 60, minutes: 1 }],
  ['funding', {}],
  ['funding', { available: 500 }],
  ['funding', { available: '-5.00' }],
  ['funding', { available: '1.005' }],
  ['funding', { available: '1.00', pending: '1.00' }],
  ['fault', { word: 'SIMUNKNOWN' }],
  ['fault', { word: 'SIMSLOW', times: -1 }],
  ['settings', { casing: 'snake' }],
  ['settings', { hookDuplicates: 4 }],
  ['settings', { unknown: 1 }],
])('400 for POST /__sandbox/%s %j, and nothing has changed', async (name, body) => {
  const { control, balance } = await startApi();
  const before = (await control('settings', {})).body;
  expect((await control(name, body)).status).toBe(400);
  expect((await control('settings', {})).body).toEqual(before);
  expect(await balance()).toEqual({ Available: '1000.00', Pending: '0.00' });
});
