import { type Catalogue, type CatalogueRows, openCatalogue } from './catalogue-record.ts';
import type { Product } from './gift-cards.ts';

type Kept = { catalogues: Pick<CatalogueRows, 'find'> };

/**
 * A product as the account's catalogue told it last, however long ago; undefined when it is not known. Asks the
 * database only: a page must not wait for the upstream.
 */
export async function keptProduct(
  { catalogues }: Kept,
  accountId: string,
  productId: string,
): Promise<Product | undefined> {
  const products = await keptProducts({ catalogues }, accountId);
  return products?.find(({ id }) => id === productId);
}

/** The account's whole catalogue as it was told last, or undefined when it never was. */
export async function keptProducts({ catalogues }: Kept, accountId: string): Promise<Product[] | undefined> {
  return (await keptCatalogue({ catalogues }, accountId))?.products;
}

/** The same with the ways by which cards can be sent. */
export async function keptCatalogue({ catalogues }: Kept, accountId: string): Promise<Catalogue | undefined> {
  const kept = await catalogues.find(accountId);
  return kept && openCatalogue(kept);
}

/** The account's shipping methods and brandings as they were told last; each null where it never was. */
export async function keptLists(
  { catalogues }: Kept,
  accountId: string,
): Promise<Pick<Catalogue, 'shippingMethods' | 'brandings'>> {
  const kept = await keptCatalogue({ catalogues }, accountId);
  return { shippingMethods: kept?.shippingMethods ?? null, brandings: kept?.brandings ?? null };
}
