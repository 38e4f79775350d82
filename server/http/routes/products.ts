import { namedListQuery } from '../../../shared/contract/list.ts';
import { catalogue } from '../../../shared/contract/product.ts';
import { toIso } from '../../domain/clock.ts';
import { type CatalogueParts, readCatalogue } from '../../domain/order/catalogue.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageAfter } from '../list-page.ts';

/** The gift cards that rules may name. */
export function productRoutes(parts: CatalogueParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/v1/products',
        summary: 'List the gift cards that can be ordered',
        description:
          "The catalogue of the site's upstream account, fetched at most once a day, in the order of the ids.",
        tags: ['Orders'],
        auth: { scope: 'rewards:read' },
        request: { query: namedListQuery },
        responses: { 200: { description: 'One page', schema: catalogue } },
        problems: ['upstream_unavailable'],
      },
      async ({ caller, query }) => {
        const { products, fetchedAt } = await readCatalogue(parts, caller.site.accountId);
        const sorted = products.toSorted((one, other) => (one.id < other.id ? -1 : 1));
        const { items, nextCursor } = pageAfter(sorted, query);
        return { status: 200, body: { data: items, nextCursor, fetchedAt: toIso(fetchedAt) } };
      },
    ),
  ];
}
