import type { PacedAccount, Product } from '../domain/order/gift-cards.ts';
import { readList } from './read-list.ts';
import { readProduct } from './read-product.ts';
import type { Upstream } from './upstream.ts';

const PAGE_SIZE = 200;
/** Ten times the largest catalogue we would expect; ends a list that never ends. */
const MAX_PAGES = 100;

/** The catalogue could not be read whole; a part of it would make good programs look wrong, so there is none. */
export class CatalogueUnavailable extends Error {
  override name = 'CatalogueUnavailable';
}

/** All pages of `GET /v1/Products`. Products that cannot be read are left out and reported. */
export async function listProducts(upstream: Upstream, account: PacedAccount): Promise<Product[]> {
  const products = new Map<string, Product>();
  let seen = 0;
  for (let pageIndex = 1; pageIndex <= MAX_PAGES; pageIndex += 1) {
    const { rows, total } = await readPage(upstream, account, pageIndex);
    const known = products.size;
    const readable = rows.map(readProduct).filter((product) => product !== null);
    for (const product of readable) products.set(product.id, product);
    const unreadable = rows.length - readable.length;
    if (unreadable > 0) upstream.log.warn({ pageIndex, unreadable }, 'products that cannot be read');
    seen += rows.length;
    // An upstream may cap the page size, so a short page ends the list only when no total is given. One that
    // brings nothing new ends it in any case.
    const isLast = total === null ? rows.length < PAGE_SIZE : seen >= total;
    if (isLast || products.size === known) break;
  }
  return [...products.values()];
}

async function readPage({ call }: Upstream, account: PacedAccount, pageIndex: number) {
  const path = `/v1/Products?pageIndex=${pageIndex}&pageSize=${PAGE_SIZE}`;
  const answer = await call(account, { method: 'GET', path });
  if (answer.kind !== 'answer') throw new CatalogueUnavailable(answer.detail);
  const list = answer.meaning === 'done' ? readList(answer.body) : null;
  if (!list) throw new CatalogueUnavailable(answer.detail);
  return list;
}
