import type { OrderIntent } from '../../server/domain/order/gift-cards.ts';

/** One $15.50 card as a link: what the tests below mean to buy. */
export const intent: OrderIntent = {
  poNumber: 'GT1TEST',
  type: 'Links',
  productId: 'CVS',
  value: { amount: 1550, currency: 'USD' },
  quantity: 1,
  recipient: { name: 'Sam', email: 'sam@mail.example.com' },
  message: null,
  hookUrl: null,
};

/** Where a card can be posted to, and how. */
export const postalAddress = {
  shippingMethodId: 'STANDARD',
  carrierId: 'DEFAULT',
  name: 'Sam Doe',
  line1: '1 Main Street',
  city: 'New York',
  state: 'NY',
  zip: '10001',
  country: 'US',
};

/** The upstream's answer to `intent`; `line` overrides its one line, `links` number its claim links. */
export function linksOrder(line: Record<string, unknown> = {}, links: number[] = [1]) {
  return {
    Id: 'up-1',
    Type: 'Links',
    Status: 'Completed',
    PONumber: 'GT1TEST',
    LineItems: [
      {
        ProductId: 'CVS',
        Value: 15.5,
        Cost: 15.5,
        Quantity: 1,
        Status: 'Completed',
        ClaimData: links.map((n) => ({
          Id: `card-${n}`,
          ClaimLink: `https://claims.example.com/${n}`,
          ClaimLinkChallengeAnswer: `answer-${n}`,
        })),
        ...line,
      },
    ],
  };
}

/** The same body as a camelCase server writes it. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === 'PONumber' ? 'poNumber' : key.charAt(0).toLowerCase() + key.slice(1),
      camelCased(inner),
    ]),
  );
}
