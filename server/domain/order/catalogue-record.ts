import type { ProductCost } from './cost-terms.ts';
import type { Branding, Product, ShippingMethod } from './gift-cards.ts';

/** What an account may order and how it can be sent; a list that the upstream did not tell is null. */
export type Catalogue = {
  products: Product[];
  shippingMethods: ShippingMethod[] | null;
  brandings: Branding[] | null;
};

/** An account's catalogue as it was fetched last; the lists are JSON text. */
export type CatalogueRecord = {
  accountId: string;
  products: string;
  shippingMethods: string | null;
  brandings: string | null;
  fetchedAt: number;
};

export interface CatalogueRows {
  find(accountId: string): Promise<CatalogueRecord | undefined>;
  put(record: CatalogueRecord): Promise<void>;
  /** What these products cost, of those that the account's catalogue has. */
  costs(accountId: string, productIds: string[]): Promise<ProductCost[]>;
  /** Replaces what the account's products cost. */
  putCosts(accountId: string, costs: Omit<ProductCost, 'accountId'>[]): Promise<void>;
}

/** The catalogue as it was kept. */
export function openCatalogue({ products, shippingMethods, brandings }: CatalogueRecord): Catalogue {
  return {
    products: JSON.parse(products),
    shippingMethods: shippingMethods === null ? null : JSON.parse(shippingMethods),
    brandings: brandings === null ? null : JSON.parse(brandings),
  };
}

/** The catalogue as it is kept; `fetchedAt` in epoch ms. */
export function toRecord(
  accountId: string,
  { products, shippingMethods, brandings }: Catalogue,
  fetchedAt: number,
): CatalogueRecord {
  return {
    accountId,
    products: JSON.stringify(products),
    shippingMethods: shippingMethods && JSON.stringify(shippingMethods),
    brandings: brandings && JSON.stringify(brandings),
    fetchedAt,
  };
}
