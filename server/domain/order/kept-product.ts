import type { CatalogueRows } from './catalogue.ts';
import type { Product } from './gift-cards.ts';

/**
 * A product as the account's catalogue told it last, however long ago; undefined when it is not known. Asks the
 * database only: a page must not wait for the upstream.
 */
export async function keptProduct(
  { catalogues }: { catalogues: Pick<CatalogueRows, 'find'> },
  accountId: string,
  productId: string,
): Promise<Product | undefined> {
  const kept = await catalogues.find(accountId);
  if (!kept) return undefined;
  const products: Product[] = JSON.parse(kept.products);
  return products.find(({ id }) => id === productId);
}
