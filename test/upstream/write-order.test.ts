import { describe, expect, test } from 'vitest';
import { writeOrder } from '../../server/upstream/write-order.ts';
import { postalAddress as wireAddress } from '../sandbox/harness.ts';
import { intent, postalAddress } from './order-bodies.ts';

describe('the body of an order', () => {
  test('for links: the documented keys in the documented casing, and no word about the person', () => {
    expect(writeOrder(intent)).toBe(
      '{"Type":"Links","LineItems":[{"ProductId":"CVS","Value":15.5,"Quantity":1}],"PONumber":"GT1TEST"}',
    );
  });

  test('for digital delivery: address, personalization and hook', () => {
    const body = writeOrder({
      ...intent,
      type: 'DigitalDelivery',
      value: { amount: 1500, currency: 'USD' },
      recipient: { email: 'user@example.com', phone: '+15555550100' },
      message: { to: 'Sam', fromName: 'Acme', text: 'Thanks for the referral' },
      hookUrl: 'https://bff.example.com/hooks/gift-card/o/m',
    });
    expect(body).toContain('"Value":15,');
    expect(JSON.parse(body)).toEqual({
      Type: 'DigitalDelivery',
      LineItems: [
        {
          ProductId: 'CVS',
          Value: 15,
          Quantity: 1,
          DigitalDeliveryAddress: { Email: 'user@example.com', Sms: '+15555550100' },
          Personalization: { To: 'Sam', FromName: 'Acme', Message: 'Thanks for the referral' },
        },
      ],
      WebhookSettings: { FulfillmentComplete: 'https://bff.example.com/hooks/gift-card/o/m' },
      PONumber: 'GT1TEST',
    });
  });

  test('for physical cards: the postal address', () => {
    const body = JSON.parse(
      writeOrder({ ...intent, type: 'PhysicalShipment', recipient: { address: postalAddress } }),
    );
    expect(body.LineItems[0].PhysicalDeliveryAddress).toEqual(wireAddress);
    // The upstream requires a state where an address has none.
    const stateless = { address: { ...postalAddress, state: '', city: 'Wien', country: 'AT' } };
    const abroad = writeOrder({ ...intent, type: 'PhysicalShipment', recipient: stateless });
    expect(abroad).toContain('"City":"Wien","State":"Wien"');
  });

  test.each([
    [1550, 'USD', 15.5],
    [1, 'USD', 0.01],
    [1500, 'JPY', 1500],
    [1005, 'KWD', 1.005],
    [999_999_999_999, 'USD', 9_999_999_999.99],
  ])('%i minor units of %s are the number %d', (amount, currency, value) => {
    expect(writeOrder({ ...intent, value: { amount, currency } })).toContain(`"Value":${value},`);
  });
});
