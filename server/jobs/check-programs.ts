import type { Log } from '../domain/log.ts';
import { keptCatalogue } from '../domain/order/kept-catalogue.ts';
import { catalogueFaults } from '../domain/site/catalogue-faults.ts';
import type { Store } from '../domain/store.ts';

/**
 * Warns of programs whose gift cards cannot be ordered as the catalogue stands: it changes, and may not have been
 * there when they were applied. What runs goes on running; the upstream would refuse single orders.
 */
export async function checkPrograms({ store, log }: { store: Store; log: Log }): Promise<void> {
  const { sites, catalogues } = store.read;
  const accounts = new Map((await sites.sites()).map(({ id, accountId }) => [id, accountId]));
  for (const { id, siteId, version, live } of await sites.programs()) {
    const stored = await sites.version(id, version);
    const catalogue = await keptCatalogue({ catalogues }, accounts.get(siteId) ?? '');
    if (!stored || !catalogue || live.status === 'ended') continue;
    for (const { path, message } of catalogueFaults(stored.frozen, catalogue)) {
      log.warn({ programId: id, path }, `The program ${id} cannot be ordered as it is: ${path} ${message}.`);
    }
  }
}
