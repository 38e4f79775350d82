import { describe, expect, test } from 'vitest';
import { linksOrder, postalAddress, seedOrder, send, startApi } from './harness.ts';

const item = { ProductId: 'CVS', Value: 10, Quantity: 1 };
const links = (change: object) => ({ ...linksOrder('REFUSED'), LineItems: [{ ...item, ...change }] });
const without = (key: string) =>
  Object.fromEntries(Object.entries(linksOrder('REFUSED')).filter(([name]) => name !== key));
const physical = (change: object) => ({
  Type: 'PhysicalShipment',
  PONumber: 'REFUSED',
  LineItems: [
    {
      ...item,
      PhysicalDeliveryAddress: { ...postalAddress, ...change },
    },
  ],
});

/** Every body that is a 400, with the path that the answer has to name. */
const refusals: [string, object, string][] = [
  ['no Type', without('Type'), 'Type'],
  ['an unknown Type', { ...linksOrder('REFUSED'), Type: 'Codes' }, 'Type'],
  ['no PONumber', without('PONumber'), 'PONumber'],
  ['an empty PONumber', linksOrder(''), 'PONumber'],
  ['a PONumber of 51 characters', linksOrder('P'.repeat(51)), 'PONumber'],
  ['a PONumber with a space', linksOrder('PO 1'), 'PONumber'],
  ['a PONumber that is a number', { ...linksOrder('X'), PONumber: 4001 }, 'PONumber'],
  ['no LineItems', without('LineItems'), 'LineItems'],
  ['empty LineItems', { ...linksOrder('REFUSED'), LineItems: [] }, 'LineItems'],
  ['a line item that is null', { ...linksOrder('REFUSED'), LineItems: [null] }, 'LineItems[0]'],
  ['a Note that is no text', { ...linksOrder('REFUSED'), Note: 7 }, 'Note'],
  ['no ProductId', links({ ProductId: null }), 'LineItems[0].ProductId'],
  ['an unknown product', links({ ProductId: 'NOSUCH' }), 'LineItems[0].ProductId'],
  ['a withdrawn product', links({ ProductId: 'OLDLANTERN' }), 'LineItems[0].ProductId'],
  [
    'a product of other delivery types',
    links({ ProductId: 'TANAGERCO', Value: 25 }),
    'LineItems[0].ProductId',
  ],
  ['no Value', links({ Value: null }), 'LineItems[0].Value'],
  ['a Value as text', links({ Value: '10' }), 'LineItems[0].Value'],
  ['a Value between the fixed ones', links({ Value: 12 }), 'LineItems[0].Value'],
  ['a negative Value', links({ Value: -10 }), 'LineItems[0].Value'],
  ['a Value below a variable range', links({ ProductId: 'BRAMBLEWICK', Value: 4.99 }), 'LineItems[0].Value'],
  [
    'a Value above a variable range',
    links({ ProductId: 'BRAMBLEWICK', Value: 250.01 }),
    'LineItems[0].Value',
  ],
  ['a Value with a third decimal', links({ ProductId: 'BRAMBLEWICK', Value: 5.001 }), 'LineItems[0].Value'],
  ['a Quantity of 0', links({ Quantity: 0 }), 'LineItems[0].Quantity'],
  ['a Quantity of 10001', links({ Quantity: 10_001 }), 'LineItems[0].Quantity'],
  ['half a card', links({ Quantity: 1.5 }), 'LineItems[0].Quantity'],
  ['a Quantity as text', links({ Quantity: '1' }), 'LineItems[0].Quantity'],
  ['an unknown branding', links({ BrandingId: 'NOSUCH' }), 'LineItems[0].BrandingId'],
  [
    'a DeliveryDate that is no date',
    links({ Personalization: { DeliveryDate: 'tomorrow' } }),
    'LineItems[0].Personalization.DeliveryDate',
  ],
  [
    'DigitalDelivery without an address',
    { ...links({}), Type: 'DigitalDelivery' },
    'LineItems[0].DigitalDeliveryAddress',
  ],
  [
    'an e-mail address that is none',
    { ...links({ DigitalDeliveryAddress: { Email: 'nobody' } }), Type: 'DigitalDelivery' },
    'LineItems[0].DigitalDeliveryAddress.Email',
  ],
  [
    'a phone number that is not E.164',
    { ...links({ DigitalDeliveryAddress: { Sms: '555-0100' } }), Type: 'DigitalDelivery' },
    'LineItems[0].DigitalDeliveryAddress.Sms',
  ],
  [
    'PhysicalShipment without an address',
    { ...links({}), Type: 'PhysicalShipment' },
    'LineItems[0].PhysicalDeliveryAddress',
  ],
  ['an address without a city', physical({ City: null }), 'LineItems[0].PhysicalDeliveryAddress.City'],
  [
    'an unknown shipping method',
    physical({ ShippingMethodId: 'PIGEON' }),
    'LineItems[0].PhysicalDeliveryAddress.ShippingMethodId',
  ],
  ['an unknown carrier', physical({ CarrierId: 'FANCY' }), 'LineItems[0].PhysicalDeliveryAddress.CarrierId'],
  [
    'a webhook URL that is not absolute',
    { ...linksOrder('REFUSED'), WebhookSettings: { FulfillmentComplete: '/hooks/1' } },
    'WebhookSettings.FulfillmentComplete',
  ],
  [
    'a webhook URL that is not HTTP',
    { ...linksOrder('REFUSED'), WebhookSettings: { FulfillmentComplete: 'ftp://a.example/1' } },
    'WebhookSettings.FulfillmentComplete',
  ],
];

describe('400', () => {
  test.each(refusals)('%s', async (_name, body, path) => {
    const { order, records } = await startApi();
    const answer = await order(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
    expect(answer.body).toEqual({
      type: expect.any(String),
      title: expect.any(String),
      status: 400,
      traceId: expect.any(String),
      errors: { [path]: [expect.any(String)] },
    });
    expect(await records('orders')).toEqual([]);
  });

  test('a body that is no JSON, and one that is no object', async () => {
    const { order } = await startApi();
    for (const body of ['{"Type":', '"text"', '[]', 'null']) expect((await order(body)).status).toBe(400);
  });

  test('415 for a body that does not say it is JSON', async () => {
    const { call } = await startApi();
    const headers = { 'Content-Type': 'text/plain' };
    expect((await call('POST', '/v1/Orders', seedOrder, headers)).status).toBe(415);
  });
});

describe('order of checks', () => {
  const malformed = { ...seedOrder, Type: 'Codes' };

  test('401 comes before 400', async () => {
    const { url } = await startApi();
    expect((await send(`${url}/v1/Orders`, 'POST', malformed)).status).toBe(401);
  });

  test('400 comes before 409', async () => {
    const { accepted, order } = await startApi();
    await accepted(seedOrder);
    expect((await order(malformed)).status).toBe(400);
  });

  test('409 comes before 422', async () => {
    const { accepted, order } = await startApi({ fundsMinor: 1500 });
    await accepted(seedOrder);
    expect((await order(seedOrder)).status).toBe(409);
    expect((await order({ ...seedOrder, PONumber: 'PROMO-4002' })).status).toBe(422);
  });

  test('a refused create does not use up its number', async () => {
    const { order, control } = await startApi({ fundsMinor: 1499 });
    expect((await order(malformed)).status).toBe(400);
    expect((await order(seedOrder)).status).toBe(422);
    await control('funding', { available: '0.01' });
    expect((await order(seedOrder)).status).toBe(201);
  });
});

describe('what the document does not name', () => {
  test.each([
    '/',
    '/v1',
    '/v1/orders',
    '/v1/Orders/',
    '/v1/Balance',
    '/v1/Orders/x/Cancel',
    '/v2/Orders',
    '/__sandbox/x',
  ])('404 for %s', async (path) => {
    const { get } = await startApi();
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    ['GET', '/v1/Tokens', 'POST'],
    ['POST', '/v1/Products', 'GET'],
    ['DELETE', '/v1/Products/CVS', 'GET'],
    ['POST', '/v1/ShippingMethods', 'GET'],
    ['PUT', '/v1/Brandings', 'GET'],
    ['PUT', '/v1/Orders', 'GET, POST'],
    ['DELETE', '/v1/Orders/x', 'GET'],
    ['PUT', '/claim/x', 'GET, POST'],
    ['GET', '/__sandbox/reset', 'POST'],
    ['POST', '/__sandbox/orders', 'GET'],
  ])('405 for %s %s, with what is allowed', async (method, path, allowed) => {
    const { call } = await startApi();
    const answer = await call(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe(allowed);
  });
});
