import { expect, test } from 'vitest';
import type { Product } from '../../../server/domain/order/gift-cards.ts';
import { catalogueFaults } from '../../../server/domain/site/catalogue-faults.ts';
import { type ProgramReward, program } from '../../../shared/contract/program.ts';
import { programLike } from '../../support/acme.ts';

const common = { description: '', currency: 'USD', terms: '', cost: { fee: 0, discountBasisPoints: 0 } };
const PRODUCTS: Product[] = [
  {
    ...common,
    id: 'CVS',
    name: 'CVS',
    denominations: { kind: 'fixed', values: [5000, 1000, 1500, 2000, 2500] },
    deliveries: ['DigitalDelivery', 'Links'],
  },
  {
    ...common,
    id: 'COFFEE',
    name: 'Coffee',
    denominations: { kind: 'range', min: 500, max: 25_000 },
    deliveries: ['links'],
  },
  {
    ...common,
    id: 'CARD',
    name: 'Card',
    denominations: { kind: 'fixed', values: [1500] },
    deliveries: ['PhysicalShipment'],
  },
];

const carrier = (id: string) => ({ id, name: id });
const METHODS = [
  { id: 'STANDARD', name: 'Standard', carriers: [carrier('DEFAULT'), carrier('FOLDED')] },
  { id: 'EXPRESS', name: 'Express', carriers: [carrier('DEFAULT')] },
];

const usd = (amount: number) => ({ amount, currency: 'USD' });
const CVS: ProgramReward = { to: 'referrer', productId: 'CVS', value: usd(1500), delivery: 'Links' };

const POSTED: ProgramReward = { ...CVS, productId: 'CARD', delivery: 'PhysicalShipment' };

function faultsOf(reward: ProgramReward): string[] {
  const declared = program.parse(programLike({ rules: [{ id: 'rule', on: 'purchase', rewards: [reward] }] }));
  return catalogueFaults(declared, { products: PRODUCTS, shippingMethods: METHODS, brandings: [] }).map(
    ({ path, message }) => `${path.replace('rules[0].rewards[0].', '')} ${message}`,
  );
}

test.each<[string, ProgramReward]>([
  ['a value among the denominations', CVS],
  [
    'a value within the range, and a delivery in other letters',
    { ...CVS, productId: 'COFFEE', value: usd(777) },
  ],
  [
    'a percentage whose ends are denominations',
    { ...CVS, value: { basisPoints: 1000, floor: usd(1000), cap: usd(5000) } },
  ],
  ['a card in the post, by the way that comes first', POSTED],
  [
    'a card in the post, by a carrier that one of the ways has',
    { ...POSTED, shipping: { carrier: 'FOLDED' } },
  ],
])('%s can be ordered', (_, reward) => {
  expect(faultsOf(reward)).toEqual([]);
});

const ALLOWED = 'must be one of $10, $15, $20, $25 or $50 for CVS';

test.each<[string, ProgramReward, string[]]>([
  [
    'an unknown gift card',
    { ...CVS, productId: 'CSV' },
    ['productId must be a gift card of the catalogue: one of CARD, COFFEE or CVS'],
  ],
  [
    'a delivery that it lacks',
    { ...CVS, productId: 'COFFEE', delivery: 'PhysicalShipment' },
    ['delivery must be links for COFFEE'],
  ],
  ['a value between denominations', { ...CVS, value: usd(1200) }, [`value.amount ${ALLOWED}; 1200 is $12`]],
  ['dollars where cents are meant', { ...CVS, value: usd(15) }, [`value.amount ${ALLOWED}; 15 is $0.15`]],
  [
    'a value out of range',
    { ...CVS, productId: 'COFFEE', value: usd(499) },
    ['value.amount must be from $5 to $250 for COFFEE; 499 is $4.99'],
  ],
  [
    'another currency',
    { ...CVS, value: { amount: 1500, currency: 'EUR' } },
    ['value.currency must be USD, the currency of CVS'],
  ],
  [
    'a shipping method and a carrier that the upstream lacks',
    { ...POSTED, shipping: { method: 'PIGEON' } },
    ['shipping.method must be a shipping method of the account: one of STANDARD or EXPRESS'],
  ],
  [
    'a carrier of another method',
    { ...POSTED, shipping: { method: 'EXPRESS', carrier: 'FOLDED' } },
    ['shipping.carrier must be a carrier of EXPRESS: DEFAULT'],
  ],
  [
    'a branding',
    { ...CVS, branding: 'GOLD' },
    ['branding must be a branding of the account, and it has none'],
  ],
  [
    'a tier',
    { ...CVS, tiers: [{ from: 5, value: usd(3000) }] },
    [`tiers[0].value.amount ${ALLOWED}; 3000 is $30`],
  ],
  [
    'the ends of a percentage',
    { ...CVS, value: { basisPoints: 1000, floor: usd(500), cap: usd(10_000) } },
    [`value.floor.amount ${ALLOWED}; 500 is $5`, `value.cap.amount ${ALLOWED}; 10000 is $100`],
  ],
])('%s cannot, and the fault says what can', (_, reward, says) => {
  expect(faultsOf(reward)).toEqual(says);
});
