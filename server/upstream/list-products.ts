import type { PacedAccount, Product } from '../domain/order/gift-cards.ts';
import { readCataloguePage } from './read-catalogue-page.ts';
import { readProduct } from './read-product.ts';
import type { Upstream } from './upstream.ts';

const PAGE_SIZE = 200;
/** Ten times the largest catalogue we would expect; ends a list that never ends. */
const MAX_PAGES = 100;

/** All pages of `GET /v1/Products`. Products that cannot be read are left out and reported. */
export async function listProducts(upstream: Upstream, account: PacedAccount): Promise<Product[]> {
  const products = new Map<string, Product>();
  let seen = 0;
  for (let pageIndex = 1; pageIndex <= MAX_PAGES; pageIndex += 1) {
    const { rows, total } = await readCataloguePage(upstream, account, pathOf(pageIndex));
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

function pathOf(pageIndex: number): string {
  return `/v1/Products?pageIndex=${pageIndex}&pageSize=${PAGE_SIZE}`;
}
