import { ConfigError } from './config/faults.ts';
import type { Deps } from './deps.ts';
import type { Log } from './domain/log.ts';
import { catalogueSoon } from './domain/order/catalogue.ts';
import type { Catalogue } from './domain/order/catalogue-record.ts';
import type { GiftCardAccount } from './domain/order/gift-cards.ts';
import { accountIdOf, applyConfig, type ResolvedSite, type SiteChange } from './domain/site/apply-config.ts';
import { catalogueFaults } from './domain/site/catalogue-faults.ts';

/**
 * Makes the declared sites true, once their gift cards are known to be orderable. A catalogue that cannot be read soon
 * stops nothing: that it was not checked is one of the warnings. Throws a `ConfigError` with one sentence per fault.
 */
export async function applySites(
  deps: Deps,
  sites: ResolvedSite[],
): Promise<{ changes: SiteChange[]; warnings: string[] }> {
  const catalogues = await readCatalogues(deps, sites);
  const faults = sites.flatMap((resolved, siteAt) => {
    const catalogue = catalogues.get(accountIdOf(resolved));
    if (!catalogue) return [];
    return resolved.site.programs.flatMap((program, programAt) =>
      catalogueFaults(program, catalogue).map(
        ({ path, message }) => `sites[${siteAt}].programs[${programAt}].${path} ${message}.`,
      ),
    );
  });
  faults.push(...webhookFaults(deps, sites));
  if (faults.length > 0) throw new ConfigError(faults);
  const changes = await applyConfig(deps, sites, deps.clock());
  deps.directory.forget();
  const unread = [...catalogues].filter(([, catalogue]) => catalogue === null).map(([id]) => id);
  return { changes, warnings: unread.length === 0 ? [] : [uncheckedWarning(unread)] };
}

function webhookFaults({ webhookUrlFault }: Deps, sites: ResolvedSite[]): string[] {
  return sites.flatMap(({ webhooks }, siteAt) =>
    webhooks.flatMap(({ url }, at) => {
      const message = webhookUrlFault(url);
      return message === null ? [] : [`sites[${siteAt}].webhooks[${at}].url ${message}.`];
    }),
  );
}

/** By account: its catalogue, or null where it cannot be told now. Accounts without credentials are left out. */
async function readCatalogues(deps: Deps, sites: ResolvedSite[]): Promise<Map<string, Catalogue | null>> {
  const accounts = new Map<string, GiftCardAccount>();
  for (const resolved of sites) {
    const id = accountIdOf(resolved);
    const own = resolved.giftCardAccount;
    const account = own ? { id, ...own } : await deps.accountOf(id);
    if (account) accounts.set(id, account);
  }
  const accountOf = async (id: string) => accounts.get(id);
  const read = async (id: string) =>
    [id, await catalogueSoon({ ...deps, accountOf, log: SILENT }, id)] as const;
  return new Map(await Promise.all([...accounts.keys()].map(read)));
}

/** What goes wrong is told once, in the sentence below. */
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

function uncheckedWarning(accountIds: string[]): string {
  return `The catalogue of the account ${accountIds.join(', ')} could not be read within 3 s: the values of rewards are checked within the hour, and the log then tells what cannot be ordered.`;
}
