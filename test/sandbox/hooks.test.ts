import { expect, test } from 'vitest';
import { linksOrder, startApi } from './harness.ts';
import { startReceiver } from './receiver.ts';

const slow = (url: string, number = 'SIMSLOW-1') =>
  linksOrder(number, 1, { WebhookSettings: { FulfillmentComplete: url } });

test('an order that was Pending is announced once it has completed, as a JSON POST of the order', async () => {
  const receiver = await startReceiver();
  const { accepted, control, fetched, records } = await startApi();
  const { Id } = await accepted(slow(receiver.url));
  await control('advance', { seconds: 4 });
  expect(receiver.received).toEqual([]);
  await control('advance', { seconds: 1 });
  const [hook] = receiver.received;
  expect(hook).toMatchObject({ method: 'POST', contentType: 'application/json' });
  expect(JSON.parse(hook?.body ?? '')).toEqual(await fetched(Id));
  await control('advance', { seconds: 3000 });
  expect(receiver.received).toHaveLength(1);
  expect(await records('hooks')).toEqual([
    expect.objectContaining({
      OrderId: Id,
      PONumber: 'SIMSLOW-1',
      Url: receiver.url,
      Copy: 0,
      Attempt: 1,
      Status: 204,
    }),
  ]);
});

test('no webhook for an order that completed in the answer, for a stuck, a failed and a SIMNOHOOK one', async () => {
  const receiver = await startReceiver();
  const { accepted, control } = await startApi();
  for (const number of ['PLAIN', 'SIMSTUCK', 'SIMFAILED', 'SIMSLOW-SIMNOHOOK'])
    await accepted(slow(receiver.url, number));
  await accepted(linksOrder('SIMSLOW-NOBODY'));
  await control('advance', { seconds: 3000 });
  expect(receiver.received).toEqual([]);
});

test('five tries with growing waits while the receiver refuses, then no more', async () => {
  const receiver = await startReceiver(500);
  const { accepted, control, records } = await startApi();
  await accepted(slow(receiver.url));
  const triesAfter = [];
  for (const seconds of [5, 1.9, 0.1, 10, 60, 299, 1, 3000]) {
    await control('advance', { seconds });
    triesAfter.push(receiver.received.length);
  }
  expect(triesAfter).toEqual([1, 1, 2, 3, 4, 4, 5, 5]);
  expect((await records('hooks')).map(({ Attempt, Status }) => [Attempt, Status])).toEqual([
    [1, 500],
    [2, 500],
    [3, 500],
    [4, 500],
    [5, 500],
  ]);
});

test('a receiver that recovers gets no further try; a redirect is a refusal', async () => {
  const receiver = await startReceiver(302, 200);
  const { accepted, control } = await startApi();
  await accepted(slow(receiver.url));
  for (const seconds of [5, 2, 10, 60]) await control('advance', { seconds });
  expect(receiver.received).toHaveLength(2);
});

test('no answer within the time limit counts as a refusal', async () => {
  const receiver = await startReceiver('hang', 204);
  const { accepted, control, records } = await startApi({ behaviour: { hookTimeoutSeconds: 0.05 } });
  await accepted(slow(receiver.url));
  await control('advance', { seconds: 5 });
  // Seen. From now on a slow machine is no reason to give up.
  await control('settings', { hookTimeoutSeconds: 60 });
  await control('advance', { seconds: 2 });
  expect((await records('hooks')).map(({ Status }) => Status)).toEqual([null, 204]);
});

test.each([0, 1, 2, 3] as const)('%i duplicates', async (hookDuplicates) => {
  const receiver = await startReceiver();
  const { accepted, control } = await startApi({ behaviour: { hookDuplicates } });
  await accepted(slow(receiver.url));
  await control('advance', { seconds: 5 });
  await control('advance', { seconds: 600 });
  expect(receiver.received).toHaveLength(1 + hookDuplicates);
});

test('the body may be minimal or empty, in the casing of the switch', async () => {
  const receiver = await startReceiver();
  const { accepted, control } = await startApi();
  const { Id } = await accepted(slow(receiver.url));
  await control('settings', { hookBody: 'minimal', casing: 'camel' });
  await control('advance', { seconds: 5 });
  await control('settings', { hookBody: 'empty', casing: 'pascal' });
  await accepted(slow(receiver.url, 'SIMSLOW-2'));
  await control('advance', { seconds: 5 });
  expect(receiver.received.map(({ body }) => body)).toEqual([
    JSON.stringify({ id: Id, status: 'Completed' }),
    '',
  ]);
});

test('a delay holds the first try back, "never" all of them', async () => {
  const receiver = await startReceiver();
  const { accepted, control } = await startApi({ behaviour: { hookDelaySeconds: 30 } });
  await accepted(slow(receiver.url));
  await control('advance', { seconds: 34 });
  expect(receiver.received).toHaveLength(0);
  await control('advance', { seconds: 1 });
  expect(receiver.received).toHaveLength(1);
  await control('settings', { hook: 'never' });
  await accepted(slow(receiver.url, 'SIMSLOW-2'));
  await control('advance', { seconds: 3000 });
  expect(receiver.received).toHaveLength(1);
});
