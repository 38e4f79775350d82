import { describe, expect, test } from 'vitest';
import { linksOrder, postalAddress, seedOrder, startApi, startedAt } from './harness.ts';

describe('201', () => {
  test("the seed's example passes unchanged, and GET shows the same order", async () => {
    const { order, get } = await startApi();
    const created = await order(seedOrder);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      Type: 'DigitalDelivery',
      Status: 'Completed',
      PONumber: 'PROMO-4001',
      LineItems: [{ ProductId: 'CVS', Value: 15, Cost: 15, Quantity: 1, Status: 'Completed' }],
    });
    const { Id } = Object(created.body);
    expect((await get(`/v1/Orders/${Id}`)).body).toEqual(created.body);
  });

  test('DigitalDelivery: claim data hold an Id only, and the message is in the outbox', async () => {
    const { accepted, records } = await startApi();
    const { LineItems } = await accepted(seedOrder);
    expect(LineItems[0]?.ClaimData).toEqual([{ Id: expect.any(String) }]);
    expect(await records('outbox')).toEqual([
      expect.objectContaining({
        PONumber: 'PROMO-4001',
        Email: 'user@email.com',
        ProductId: 'CVS',
        Value: 15,
      }),
    ]);
  });

  test('DigitalDelivery: a phone number alone is an address', async () => {
    const { accepted, records } = await startApi();
    const item = {
      ProductId: 'CVS',
      Value: 10,
      Quantity: 1,
      DigitalDeliveryAddress: { Sms: '+15555550100' },
    };
    await accepted({ ...seedOrder, LineItems: [item] });
    expect(await records('outbox')).toEqual([expect.objectContaining({ Sms: '+15555550100' })]);
  });

  test('Links: one datum per card, each link and each answer of its own', async () => {
    const { accepted, url } = await startApi();
    const { LineItems } = await accepted(linksOrder('FIVE', 5));
    const data = LineItems[0]?.ClaimData ?? [];
    expect(new Set(data.map(({ ClaimLink }) => ClaimLink)).size).toBe(5);
    expect(new Set(data.map(({ ClaimLinkChallengeAnswer }) => ClaimLinkChallengeAnswer)).size).toBe(5);
    for (const { ClaimLink, ClaimLinkChallengeAnswer } of data) {
      expect(ClaimLink?.startsWith(`${url}/claim/`)).toBe(true);
      expect(ClaimLinkChallengeAnswer).toMatch(/^[A-Z0-9]{10,}$/);
    }
  });

  test('Links: an e-mail address is tolerated, as a client was seen to send one', async () => {
    const { order, records } = await startApi();
    const item = {
      ProductId: 'CVS',
      Value: 10,
      Quantity: 1,
      DigitalDeliveryAddress: { Email: 'a@b.example' },
    };
    expect((await order({ ...linksOrder('MAIL'), LineItems: [item] })).status).toBe(201);
    expect(await records('outbox')).toEqual([]);
  });

  test('PhysicalShipment: accepted with an address, nothing to claim', async () => {
    const { accepted } = await startApi();
    const item = { ProductId: 'CVS', Value: 50, Quantity: 1, PhysicalDeliveryAddress: postalAddress };
    const order = await accepted({ Type: 'PhysicalShipment', LineItems: [item], PONumber: 'POST-1' });
    expect(order.LineItems[0]?.ClaimData).toEqual([]);
  });

  test('PhysicalShipment as a parcel: Pending first, then Shipped with a number to look for', async () => {
    const { accepted, control, get } = await startApi();
    await control('settings', { shipping: 'parcel' });
    const item = { ProductId: 'CVS', Value: 50, Quantity: 1, PhysicalDeliveryAddress: postalAddress };
    const order = await accepted({ Type: 'PhysicalShipment', LineItems: [item], PONumber: 'POST-2' });
    expect(order).toMatchObject({ Status: 'Pending' });
    expect(order).not.toHaveProperty('Tracking');
    await control('advance', { seconds: 10 });
    expect((await get(`/v1/Orders/${order.Id}`)).body).toMatchObject({
      Status: 'Shipped',
      Tracking: { Carrier: 'Sandbox Post', Number: expect.stringMatching(/^\d{20}$/) },
    });
  });

  test('echoes what the caller named, and defaults Quantity to 1', async () => {
    const { accepted } = await startApi();
    const item = {
      ProductId: 'CVS',
      Value: 10,
      ExternalId: 'li-1',
      Culture: 'en-US',
      BrandingId: 'CONFETTI',
    };
    const order = await accepted({ ...linksOrder('ECHO'), LineItems: [item], Note: 'for Sam' });
    expect(order).toMatchObject({ PONumber: 'ECHO', Note: 'for Sam', LineItems: [{ ...item, Quantity: 1 }] });
  });

  test('charges value less discount plus fee, per card', async () => {
    const { accepted } = await startApi();
    const order = await accepted({
      ...linksOrder('COST'),
      LineItems: [
        { ProductId: 'BRAMBLEWICK', Value: 20.5, Quantity: 2 },
        { ProductId: 'HOLLOWFERN', Value: 10, Quantity: 3 },
      ],
    });
    // 20.50 less 2.5 % is 19.99 after rounding to the cent; 10.00 plus a fee of 0.10 is 10.10.
    expect(order.LineItems.map(({ Cost }) => Cost)).toEqual([39.98, 30.3]);
  });

  test('keys bind in any casing, null counts as absent, unknown keys are ignored', async () => {
    const { order } = await startApi();
    const body = {
      type: 'Links',
      lineItems: [{ productId: 'CVS', value: 10, quantity: 1, culture: null, colour: 'red' }],
      poNumber: 'CAMEL-IN',
      note: null,
      surprise: true,
    };
    expect((await order(body)).status).toBe(201);
  });
});

describe('status', () => {
  test('ten cards complete in the answer, eleven are Pending until the delay is over', async () => {
    const { accepted, fetched, control } = await startApi({
      fundsMinor: 100_000,
      behaviour: { completionSeconds: 60 },
    });
    expect((await accepted(linksOrder('TEN', 10))).Status).toBe('Completed');
    const { Id, Status, LineItems } = await accepted(linksOrder('ELEVEN', 11));
    expect({ Status, data: LineItems[0]?.ClaimData }).toEqual({ Status: 'Pending', data: [] });
    await control('advance', { seconds: 59 });
    expect((await fetched(Id)).Status).toBe('Pending');
    await control('advance', { seconds: 1 });
    const done = await fetched(Id);
    expect(done.Status).toBe('Completed');
    expect(done.LineItems[0]?.ClaimData).toHaveLength(11);
  });

  test('a DeliveryDate in the future keeps the order Pending and its message unsent until then', async () => {
    const { accepted, fetched, control, records } = await startApi();
    const [item] = seedOrder.LineItems;
    const DeliveryDate = new Date(startedAt + 1_800_000).toISOString();
    const { Id, Status } = await accepted({
      ...seedOrder,
      LineItems: [{ ...item, Personalization: { DeliveryDate } }],
    });
    expect(Status).toBe('Pending');
    expect(await records('outbox')).toEqual([]);
    await control('advance', { seconds: 1800 });
    expect((await fetched(Id)).Status).toBe('Completed');
    expect(await records('outbox')).toEqual([expect.objectContaining({ SentAt: DeliveryDate })]);
  });

  test('a DeliveryDate in the past changes nothing', async () => {
    const { accepted } = await startApi();
    const [item] = seedOrder.LineItems;
    const DeliveryDate = new Date(startedAt - 1000).toISOString();
    const order = await accepted({
      ...seedOrder,
      LineItems: [{ ...item, Personalization: { DeliveryDate } }],
    });
    expect(order.Status).toBe('Completed');
  });
});

test('404 for an order that does not exist', async () => {
  const { get } = await startApi();
  expect((await get('/v1/Orders/nosuch')).status).toBe(404);
});
