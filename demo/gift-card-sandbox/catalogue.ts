/** The words of `Type` in an order and of `AvailableDeliveryTypes` in a product (gift-card-api.md sections 4 and 5). */
export const deliveryTypes = ['DigitalDelivery', 'Links', 'PhysicalShipment'] as const;
export type DeliveryType = (typeof deliveryTypes)[number];

/** A product as the sandbox thinks of it; `views/product.ts` makes the wire form. Amounts are USD cents. */
export type Product = {
  id: string;
  name: string;
  description: string;
  kind: 'Digital' | 'Physical';
  denomination:
    | { type: 'Fixed'; valuesMinor: number[] }
    | { type: 'Variable'; minMinor: number; maxMinor: number };
  deliveryTypes: DeliveryType[];
  feeMinor: number;
  /** Hundredths of a percent: 250 is 2.5 %. */
  discountBasisPoints: number;
  needsCarrier: boolean;
  colors: { primary: string; secondary: string };
  /** Still listed, but every order for it is refused: what a client with an old catalogue runs into. */
  withdrawn: boolean;
};

const plain = {
  kind: 'Digital',
  feeMinor: 0,
  discountBasisPoints: 0,
  needsCarrier: false,
  withdrawn: false,
} as const;

/** All products. `CVS` is the one of the seed's example; every other name is invented. */
export const products: readonly Product[] = [
  {
    ...plain,
    id: 'CVS',
    name: 'CVS',
    description: 'For the pharmacy and everything around it.',
    denomination: { type: 'Fixed', valuesMinor: [1000, 1500, 2000, 2500, 5000] },
    deliveryTypes: ['DigitalDelivery', 'Links', 'PhysicalShipment'],
    colors: { primary: '#cc0000', secondary: '#ffffff' },
  },
  {
    ...plain,
    id: 'BRAMBLEWICK',
    name: 'Bramblewick Coffee',
    description: 'Any amount, for coffee and what goes with it.',
    denomination: { type: 'Variable', minMinor: 500, maxMinor: 25_000 },
    deliveryTypes: ['DigitalDelivery', 'Links'],
    discountBasisPoints: 250,
    colors: { primary: '#4a2f24', secondary: '#f3e6d8' },
  },
  {
    ...plain,
    id: 'HOLLOWFERN',
    name: 'Hollowfern Books',
    description: 'New and second-hand books, by claim link only.',
    denomination: { type: 'Fixed', valuesMinor: [1000, 2500, 5000] },
    deliveryTypes: ['Links'],
    feeMinor: 10,
    colors: { primary: '#1f5f4a', secondary: '#e9f4ef' },
  },
  {
    ...plain,
    id: 'TANAGERCO',
    name: 'Tanager & Co. Outfitters',
    description: 'A card in the post, in a holder of its own.',
    kind: 'Physical',
    denomination: { type: 'Fixed', valuesMinor: [2500, 5000, 10_000] },
    deliveryTypes: ['PhysicalShipment'],
    feeMinor: 195,
    needsCarrier: true,
    colors: { primary: '#b3541e', secondary: '#fff4e8' },
  },
  {
    ...plain,
    id: 'OLDLANTERN',
    name: 'Old Lantern Records',
    description: 'Withdrawn: the shop has closed.',
    denomination: { type: 'Fixed', valuesMinor: [1000, 2000] },
    deliveryTypes: ['DigitalDelivery', 'Links'],
    withdrawn: true,
    colors: { primary: '#3b3355', secondary: '#efedf7' },
  },
];

export function findProduct(id: string): Product | undefined {
  return products.find((product) => product.id === id);
}
