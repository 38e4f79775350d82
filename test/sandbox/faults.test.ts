import { describe, expect, test } from 'vitest';
import { type Api, linksOrder, seedOrder, startApi } from './harness.ts';

/** The word by itself: in the number, and in the note. */
const places = (word: string) => [
  linksOrder(`PO-${word}`),
  linksOrder('PO-1', 1, { Note: `please ${word} thanks` }),
];
const numbersOf = async (api: Api) => (await api.records('orders')).map(({ PONumber }) => PONumber);

describe('faults that keep the order out', () => {
  const words: [string, number][] = [
    ['SIMERR500', 500],
    ['SIMRATE429', 429],
    ['SIMNOFUNDS', 422],
    ['SIMTIMEOUTBEFORE', 504],
  ];

  test.each(words)(
    '%s answers %i every time, in number or note, and stores and charges nothing',
    async (word, status) => {
      const api = await startApi({ behaviour: { hangSeconds: 0.01 } });
      for (const body of places(word)) {
        expect((await api.order(body)).status).toBe(status);
        expect((await api.order(body)).status).toBe(status);
      }
      expect(await numbersOf(api)).toEqual([]);
      expect(await api.balance()).toMatchObject({ Available: '1000.00' });
    },
  );

  test.each(words)('%sONCE answers %i the first time, 201 the second', async (word, status) => {
    const api = await startApi({ behaviour: { hangSeconds: 0.01 } });
    const body = linksOrder(`PO-${word}ONCE`);
    expect((await api.order(body)).status).toBe(status);
    expect((await api.order(body)).status).toBe(201);
    expect(await api.records('orders')).toEqual([expect.objectContaining({ Creates: 2 })]);
  });

  test('SIMRATE429 says when to come back', async () => {
    const { order } = await startApi();
    expect((await order(linksOrder('SIMRATE429'))).headers.get('Retry-After')).toBe('1');
  });

  test('SIMTIMEOUTBEFORE hangs until the clock has passed', async () => {
    const api = await startApi();
    let answered = false;
    const hanging = api.order(linksOrder('SIMTIMEOUTBEFORE')).then((answer) => {
      answered = true;
      return answer;
    });
    // Its line in the request list shows that it has arrived.
    await expect.poll(async () => (await api.records('requests')).length).toBe(2);
    await api.control('advance', { seconds: 99 });
    expect(answered).toBe(false);
    await api.control('advance', { seconds: 1 });
    expect((await hanging).status).toBe(504);
  });
});

describe('faults that lose the answer', () => {
  test.each(['SIMTIMEOUTAFTER', 'SIMTIMEOUTAFTERONCE'])(
    '%s: 504, then 409; one order, one charge',
    async (word) => {
      for (const body of places(word)) {
        const api = await startApi();
        expect((await api.order(body)).status).toBe(504);
        const [stored] = await api.records('orders');
        expect((await api.order(body)).body).toEqual({ PreviousOrderIds: [stored?.['Id']] });
        expect(await numbersOf(api)).toEqual([body.PONumber]);
        expect(await api.balance()).toMatchObject({ Available: '990.00' });
      }
    },
  );

  test.each(['SIMDROPAFTER', 'SIMDROPAFTERONCE'])('%s: connection cut, then 409; one order', async (word) => {
    for (const body of places(word)) {
      const api = await startApi();
      await expect(api.order(body)).rejects.toThrow('fetch failed');
      expect((await api.order(body)).status).toBe(409);
      expect(await numbersOf(api)).toEqual([body.PONumber]);
      expect((await api.records('requests')).map(({ Status }) => Status)).toEqual([200, null, 409]);
    }
  });
});

describe('faults of the order itself', () => {
  test.each(['SIMSLOW', 'SIMSLOWONCE'])('%s: Pending, then Completed with its links', async (word) => {
    const { accepted, fetched, control } = await startApi();
    for (const body of places(word)) {
      const { Id, Status } = await accepted(body);
      expect(Status).toBe('Pending');
      await control('advance', { seconds: 5 });
      const done = await fetched(Id);
      expect([done.Status, done.LineItems[0]?.ClaimData.length]).toEqual(['Completed', 1]);
    }
  });

  test('SIMSTUCK: Pending for ever', async () => {
    const { accepted, control, records } = await startApi();
    for (const body of places('SIMSTUCK')) await accepted(body);
    await control('advance', { seconds: 365 * 86_400 });
    expect((await records('orders')).map(({ Status }) => Status)).toEqual(['Pending', 'Pending']);
  });

  test('SIMFAILED: Pending, then a word that no document has, without claim data', async () => {
    const { accepted, fetched, control } = await startApi();
    for (const body of places('SIMFAILED')) {
      const { Id, Status } = await accepted(body);
      expect(Status).toBe('Pending');
      await control('advance', { seconds: 5 });
      expect(await fetched(Id)).toMatchObject({
        Status: 'Failed',
        LineItems: [{ Status: 'Failed', ClaimData: [] }],
      });
    }
  });

  test('SIMPARTIAL: fewer links than the quantity', async () => {
    const { accepted } = await startApi();
    const { Status, LineItems } = await accepted(linksOrder('SIMPARTIAL', 3));
    expect([Status, LineItems[0]?.ClaimData.length]).toEqual(['Completed', 2]);
    expect((await accepted(linksOrder('PO', 1, { Note: 'SIMPARTIAL' }))).LineItems[0]?.ClaimData).toEqual([]);
  });

  test('words add up', async () => {
    const { order, records } = await startApi();
    expect((await order(linksOrder('SIMSLOW-SIMTIMEOUTAFTERONCE'))).status).toBe(504);
    expect(await records('orders')).toEqual([expect.objectContaining({ Status: 'Pending' })]);
  });

  test('a number without a word meets no fault', async () => {
    const { accepted } = await startApi();
    for (const PONumber of ['SIM', 'SLOW', 'simslow', 'GT7RW01JD0000000000000000000']) {
      expect((await accepted(linksOrder(PONumber))).Status).toBe('Completed');
    }
  });
});

describe('POST /__sandbox/fault', () => {
  test('the next creates behave as if they carried the word, and no other', async () => {
    const { control, order } = await startApi();
    expect((await control('fault', { word: 'SIMERR500', times: 2 })).body).toEqual({
      Word: 'SIMERR500',
      Times: 2,
    });
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt++) statuses.push((await order(seedOrder)).status);
    expect(statuses).toEqual([500, 500, 201, 409]);
  });

  test('a create that is refused with 400 uses no fault up; times 0 disarms', async () => {
    const { control, order } = await startApi();
    await control('fault', { word: 'SIMERR500' });
    expect((await order({})).status).toBe(400);
    expect((await order(seedOrder)).status).toBe(500);
    await control('fault', { word: 'SIMERR500', times: 3 });
    await control('fault', { word: 'SIMERR500', times: 0 });
    expect((await order(seedOrder)).status).toBe(201);
  });
});
