import { DomainError } from '../domain/errors.ts';
import { type CatalogueParts, readCatalogue } from '../domain/order/catalogue.ts';

/**
 * Has the catalogue of every account at hand before anybody asks: claim pages name the gift card and show its terms
 * from it. Costs the upstream one listing a day. An account whose catalogue cannot be fetched holds up no other.
 */
export async function keepCatalogues(parts: CatalogueParts): Promise<void> {
  for (const { id, state, sealedCredentials } of await parts.store.read.accounts.all()) {
    if (state === 'stopped' || sealedCredentials === '') continue;
    await readCatalogue(parts, id).catch((err: unknown) => {
      // The reason was logged where it came up.
      if (!(err instanceof DomainError)) throw err;
    });
  }
}
