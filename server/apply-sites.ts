import { ConfigError } from './config/faults.ts';
import type { Deps } from './deps.ts';
import type { Log } from './domain/log.ts';
import { catalogueSoon } from './domain/order/catalogue.ts';
import type { Catalogue } from './domain/order/catalogue-record.ts';
import type { GiftCardAccount } from './domain/order/gift-cards.ts';
import {
  accountIdOf,
  applyConfig,
  INSTALLATION_ACCOUNT,
  type ResolvedSite,
  type SiteChange,
} from './domain/site/apply-config.ts';
import { catalogueFaults } from './domain/site/catalogue-faults.ts';

/**
 * Makes the declared sites true, once their gift cards are known to be orderable. A catalogue that cannot be read soon
 * stops nothing: that it was not checked is one of the warnings. Throws a `ConfigError` with one sentence per fault.
 */
export async function applySites(
  deps: Deps,
  sites: ResolvedSite[],
): Promise<{ changes: SiteChange[]; warnings: string[] }> {
  const causes = new Map<string, string>();
  const catalogues = await readCatalogues(deps, sites, causes);
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
  return { changes, warnings: unread.map((id) => uncheckedWarning(id, causes.get(id))) };
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
async function readCatalogues(
  deps: Deps,
  sites: ResolvedSite[],
  causes: Map<string, string>,
): Promise<Map<string, Catalogue | null>> {
  const accounts = new Map<string, GiftCardAccount>();
  for (const resolved of sites) {
    const id = accountIdOf(resolved);
    const own = resolved.giftCardAccount;
    const account = own ? { id, ...own } : await deps.accountOf(id);
    if (account) accounts.set(id, account);
  }
  const accountOf = async (id: string) => accounts.get(id);
  const read = async (id: string) =>
    [id, await catalogueSoon({ ...deps, accountOf, log: causeLog(causes) }, id)] as const;
  return new Map(await Promise.all([...accounts.keys()].map(read)));
}

/** What goes wrong is told once, in the sentence below, with the cause by its account. */
function causeLog(causes: Map<string, string>): Log {
  return {
    debug() {},
    info() {},
    warn({ err, accountId }) {
      if (err instanceof Error && typeof accountId === 'string') causes.set(accountId, err.message);
    },
    error() {},
  };
}

function uncheckedWarning(accountId: string, cause: string | undefined): string {
  const later =
    'The values of rewards are checked within the hour, and the log then tells what cannot be ordered.';
  if (cause === undefined)
    return `The catalogue of the account ${accountId} could not be read within 3 s. ${later}`;
  const settings =
    accountId === INSTALLATION_ACCOUNT
      ? 'GIFT_CARD_API_URL (without /v1), GIFT_CARD_API_EMAIL and GIFT_CARD_API_TOKEN'
      : "what the site's giftCardAccount names (its url without /v1, email and token)";
  return `The catalogue of the account ${accountId} could not be read (${cause}); look at ${settings}. ${later}`;
}
