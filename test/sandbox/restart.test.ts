import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apiAt, linksOrder, seedOrder, startApi } from './harness.ts';
import { runSandbox, spawnSandbox } from './process.ts';
import { startReceiver } from './receiver.ts';

function newJournal(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'data', 'journal.jsonl');
}

test('SIGKILL in the middle of creates: every accepted order is remembered, once', async () => {
  const SANDBOX_DATA = newJournal();
  const first = await runSandbox({ SANDBOX_DATA });
  const api = await apiAt(first.url);
  const accepted: string[] = [];
  const creates = Array.from({ length: 60 }, async (_, index) => {
    const answer = await api.order(linksOrder(`PO-${index}`)).catch(() => null);
    if (answer?.status === 201) accepted.push(`PO-${index}`);
    if (accepted.length === 10) await first.end('SIGKILL');
  });
  await Promise.all(creates);
  expect(accepted.length).toBeGreaterThanOrEqual(10);

  const second = await runSandbox({ SANDBOX_DATA });
  const numbers = (await (await apiAt(second.url)).records('orders')).map(({ PONumber }) => PONumber);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toEqual(expect.arrayContaining(accepted));
});

test('a restart keeps numbers, links, answers, money, tries and the clock', async () => {
  const dataFile = newJournal();
  const first = await startApi({ dataFile, publicUrl: 'http://cards.example' });
  const order = await first.accepted(seedOrder);
  const links = await first.accepted(linksOrder('LINKS', 2));
  await first.order(linksOrder('SIMNOFUNDSONCE'));
  await first.control('funding', { pending: '5.00' });
  await first.control('advance', { seconds: 60 });
  const records = await first.records('orders');
  await first.stop();

  const second = await startApi({ dataFile, publicUrl: 'http://cards.example' });
  expect(await second.records('orders')).toEqual(records);
  expect(await second.fetched(links.Id)).toEqual(links);
  expect((await second.order(seedOrder)).body).toEqual({ PreviousOrderIds: [order.Id] });
  expect((await second.order(linksOrder('SIMNOFUNDSONCE'))).status).toBe(201);
  expect(await second.balance()).toEqual({ Available: '955.00', Pending: '5.00' });
  expect((await second.control('advance', { seconds: 0 })).body).toEqual({ Now: '2026-01-15T12:01:00.000Z' });
});

test('a webhook that is still owed is delivered after the restart, a delivered one is not', async () => {
  const dataFile = newJournal();
  const receiver = await startReceiver();
  const settings = { WebhookSettings: { FulfillmentComplete: receiver.url } };
  const first = await startApi({ dataFile });
  await first.accepted(linksOrder('SIMSLOW-1', 1, settings));
  await first.control('advance', { seconds: 5 });
  const { Id } = await first.accepted(linksOrder('SIMSLOW-2', 1, settings));
  await first.stop();

  const second = await startApi({ dataFile });
  await second.control('advance', { seconds: 5 });
  expect(receiver.received).toHaveLength(2);
  expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({ Id });
});

test('half a last line is cut off, and what follows it can be read again', async () => {
  const dataFile = newJournal();
  const first = await startApi({ dataFile });
  await first.accepted(seedOrder);
  await first.stop();
  appendFileSync(dataFile, '{"kind":"ordered","order":{"id":"ha');

  const second = await startApi({ dataFile });
  await second.accepted(linksOrder('NEXT'));
  await second.stop();
  const third = await startApi({ dataFile });
  expect((await third.records('orders')).map(({ PONumber }) => PONumber)).toEqual(['PROMO-4001', 'NEXT']);
});

test('reset empties the journal', async () => {
  const dataFile = newJournal();
  const first = await startApi({ dataFile });
  await first.accepted(seedOrder);
  await first.control('reset');
  expect(readFileSync(dataFile, 'utf8')).toBe('');
});

test('a file that is no journal stops the start and is left alone', async () => {
  const dataFile = newJournal().replace('/data/', '/');
  writeFileSync(dataFile, 'precious\n');
  const { code, error } = await spawnSandbox({ PORT: '0', SANDBOX_DATA: dataFile }).ended;
  expect(code).toBe(1);
  expect(error).toMatch(/^SANDBOX_DATA is not usable: line 1 of .* is no journal entry\.\n$/);
  expect(readFileSync(dataFile, 'utf8')).toBe('precious\n');
});
