import { type CatalogueParts, readCatalogue } from '../domain/order/catalogue.ts';

/**
 * Has the catalogue of every account at hand before anybody asks: claim pages name the gift card and show its terms
 * from it. Costs the upstream one listing a day.
 */
export async function keepCatalogues(parts: CatalogueParts): Promise<void> {
  for (const { id, state, sealedCredentials } of await parts.store.read.accounts.all()) {
    if (state !== 'stopped' && sealedCredentials !== '') await readCatalogue(parts, id);
  }
}
