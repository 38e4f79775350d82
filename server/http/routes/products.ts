import { catalogue } from '../../../shared/contract/product.ts';
import { toIso } from '../../domain/clock.ts';
import { type CatalogueParts, readCatalogue } from '../../domain/order/catalogue.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

/** The gift cards that rules may name. */
export function productRoutes(parts: CatalogueParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/v1/products',
        summary: 'List the gift cards that can be ordered',
        description: "The catalogue of the site's upstream account, fetched at most once a day.",
        tags: ['Orders'],
        auth: { scope: 'rewards:read' },
        responses: { 200: { description: 'The whole catalogue', schema: catalogue } },
        problems: ['upstream_unavailable'],
      },
      async ({ caller }) => {
        const { products, fetchedAt } = await readCatalogue(parts, caller.site.accountId);
        return { status: 200, body: { data: products, nextCursor: null, fetchedAt: toIso(fetchedAt) } };
      },
    ),
  ];
}
