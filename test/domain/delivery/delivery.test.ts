import { describe, expect, test } from 'vitest';
import {
  deliveryOf,
  deliverySourcesOf,
  firstDelivery,
  shownDelivery,
  wayOf,
} from '../../../server/domain/delivery/delivery.ts';
import { ORDER_STATUSES } from '../../../shared/contract/order.ts';

const TRACKING = { carrier: null, number: '123', url: null };
const SHOWN = ['sent', 'delivered'] as const;
const ORDERED = [null, 'preparing', 'sent', 'delivered'] as const;

describe('the states of a delivery', () => {
  test('are left forwards only, and what has arrived stays there', () => {
    expect(SHOWN.map((to) => [to, deliverySourcesOf(to)])).toEqual([
      ['sent', ['preparing']],
      ['delivered', ['preparing', 'sent']],
    ]);
  });

  test('begin with the order, and only of cards that somebody else brings', () => {
    expect(firstDelivery('Links')).toBeNull();
    expect(firstDelivery('DigitalDelivery')).toBe('preparing');
    expect(firstDelivery('PhysicalShipment')).toBe('preparing');
  });

  test.each([
    ['pending', null, false, null],
    ['pending', TRACKING, false, 'sent'],
    ['completed', null, false, 'sent'],
    ['completed', TRACKING, true, 'delivered'],
    ['failed', null, false, null],
  ] as const)(
    'follow from what is shown: %s, tracking %o, arrived %s is %s',
    (state, tracking, isDelivered, is) => {
      expect(shownDelivery({ state, tracking, isDelivered })).toBe(is);
    },
  );

  test('of a reward are those of its order, but for what waits for an address and what nobody sends any more', () => {
    const told = (status: 'approved' | 'ordering' | 'cancelled', ordered: (typeof ORDERED)[number]) =>
      deliveryOf(
        {
          delivery: 'PhysicalShipment',
          status,
          reason: status === 'approved' ? 'awaiting_address' : 'earned',
        },
        ordered && { status: 'pending', deliveryStatus: ordered },
      );
    expect(ORDERED.map((each) => told('approved', each))).toEqual([
      ...['awaiting_address', 'awaiting_address', 'sent', 'delivered'],
    ]);
    expect(ORDERED.map((each) => told('ordering', each))).toEqual([...ORDERED]);
    expect(ORDERED.map((each) => told('cancelled', each))).toEqual([null, null, 'sent', 'delivered']);
    expect(deliveryOf({ delivery: 'Links', status: 'issued', reason: 'earned' }, null)).toBeNull();
  });

  test.each(ORDER_STATUSES)(
    'of an order that is %s are what may still come, and its reward says the same',
    (status) => {
      const mayCome = ORDERED.map((deliveryStatus) => wayOf({ status, deliveryStatus }));
      const [isGivenUp, isSetAside] = [
        ['refused', 'failed', 'cancelled'].includes(status),
        ['parked', 'quarantined', 'dead'].includes(status),
      ];
      expect(mayCome).toEqual(
        isGivenUp ? [null, null, null, null] : [null, isSetAside ? null : 'preparing', 'sent', 'delivered'],
      );
      const reward = isGivenUp || isSetAside ? 'failed' : status === 'completed' ? 'issued' : 'ordering';
      const told = ORDERED.map((deliveryStatus) =>
        deliveryOf(
          { delivery: 'PhysicalShipment', status: reward, reason: 'earned' },
          { status, deliveryStatus },
        ),
      );
      expect(told).toEqual(mayCome);
    },
  );
});
