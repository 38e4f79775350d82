import type { Scope, SiteConfig } from '../../../shared/contract/site.ts';
import type { Mac, Sealer } from '../claim/sealer.ts';
import type { Ids } from '../ids.ts';
import type { Rows, Store } from '../store.ts';
import { type DeclaredEndpoint, declareEndpoints } from '../webhook/declare-endpoints.ts';
import { applyProgram, type ProgramChange } from './apply-program.ts';
import { canonicalJson } from './canonical-json.ts';
import { openIdentitySecrets, sealIdentitySecrets } from './identity-secrets.ts';

type Credentials = { url: string; email: string; token: string };

/** A declared site with its secrets taken from where the declaration pointed. */
export type ResolvedSite = {
  site: SiteConfig;
  secretKeys: { name: string; secret: string; scopes: Scope[] }[];
  identitySecrets: string[];
  webhooks: DeclaredEndpoint[];
  /** Null: the installation's account. */
  giftCardAccount: Credentials | null;
};

type ApplyParts = {
  store: Store;
  sealer: Sealer;
  ids: Ids;
  keyMac: Mac;
  digest: (text: string) => string;
};

/** What declaring a site came to, program by program in the order of the declaration. */
export type SiteChange = {
  siteId: string;
  change: 'new' | 'changed' | 'unchanged';
  programs: ProgramChange[];
};

/** The account of sites that name none of their own. */
export const INSTALLATION_ACCOUNT = 'installation';

/** The upstream account that a site orders from. */
export function accountIdOf({ site, giftCardAccount }: ResolvedSite): string {
  return giftCardAccount ? `site-${site.id}` : INSTALLATION_ACCOUNT;
}

/**
 * Makes the declared sites and programs true, in one transaction. Declaring the same again changes nothing, but
 * that the named upstream accounts open (`AccountRows.put`). What is no longer declared stays, except secret
 * keys: a key that left the file must stop opening doors. Throws `conflict` for what the stored state does not allow.
 */
export async function applyConfig(
  parts: ApplyParts,
  sites: ResolvedSite[],
  now: number,
): Promise<SiteChange[]> {
  return parts.store.write('apply-config', async (rows) => {
    await rows.sites.lock();
    const before = await storedSites(rows, parts.sealer);
    const applied: AppliedSite[] = [];
    for (const resolved of sites) applied.push(await applySite(rows, parts, resolved, now));
    const after = await storedSites(rows, parts.sealer);
    const changes = sites.map(({ site: { id } }, at): SiteChange => {
      const { programs = [], webhooksChanged = false } = applied[at] ?? {};
      const same = before.get(id) === after.get(id) && !webhooksChanged;
      const change = !before.has(id) ? 'new' : same ? 'unchanged' : 'changed';
      return { siteId: id, change, programs };
    });
    if (changes.some(isChange)) await rows.sites.bumpRevision();
    return changes;
  });
}

function isChange({ change, programs }: SiteChange): boolean {
  return change !== 'unchanged' || programs.some(({ changed }) => changed);
}

/** Each site with its keys as one text: equal texts mean that nothing changed. Identity secrets are compared open. */
async function storedSites({ sites }: Rows, sealer: Sealer): Promise<Map<string, string>> {
  const keys = Map.groupBy(await sites.secretKeys(), ({ siteId }) => siteId);
  const stored = await sites.sites();
  return new Map(
    stored.map((site) => {
      const secretKeys = (keys.get(site.id) ?? []).map(canonicalJson).toSorted();
      const sealedIdentitySecrets = openIdentitySecrets(sealer, site);
      return [site.id, canonicalJson({ ...site, sealedIdentitySecrets, secretKeys })];
    }),
  );
}

/** Stores the installation's upstream account, and makes the installation's own row when it is new. */
export async function applyInstallation(
  { store, sealer }: Pick<ApplyParts, 'store' | 'sealer'>,
  epoch: string,
  credentials: Credentials | null,
): Promise<void> {
  await store.write('install', async (rows) => {
    await rows.sites.install(epoch);
    if (credentials) return putAccount(rows, sealer, INSTALLATION_ACCOUNT, credentials);
    // Sites refer to the account, so its row exists even before anybody has named its credentials.
    if (!(await rows.accounts.find(INSTALLATION_ACCOUNT))) await rows.accounts.put(INSTALLATION_ACCOUNT, '');
  });
}

type AppliedSite = { programs: ProgramChange[]; webhooksChanged: boolean };

async function applySite(
  rows: Rows,
  parts: ApplyParts,
  resolved: ResolvedSite,
  now: number,
): Promise<AppliedSite> {
  const { site, giftCardAccount } = resolved;
  const accountId = accountIdOf(resolved);
  if (giftCardAccount) await putAccount(rows, parts.sealer, accountId, giftCardAccount);
  await rows.sites.putSite({
    id: site.id,
    name: site.name,
    contact: site.contact,
    origins: site.origins,
    publishableKey: site.publishableKey,
    sealedIdentitySecrets: sealIdentitySecrets(parts.sealer, site.id, resolved.identitySecrets),
    accountId,
  });
  await rows.sites.putSecretKeys(
    site.id,
    resolved.secretKeys.map(({ name, secret, scopes }) => ({
      mac: parts.keyMac(secret),
      siteId: site.id,
      name,
      scopes,
    })),
  );
  const declared = { siteId: site.id, managedBy: 'file' as const, actor: 'system', now };
  const changes: ProgramChange[] = [];
  for (const program of site.programs) {
    changes.push(await applyProgram(rows, parts, { ...declared, program }));
  }
  const webhooksChanged = await declareEndpoints(rows, parts, {
    siteId: site.id,
    endpoints: resolved.webhooks,
    now,
  });
  return { programs: changes, webhooksChanged };
}

async function putAccount(rows: Rows, sealer: Sealer, id: string, credentials: Credentials): Promise<void> {
  const context = { siteId: 'installation', ownerId: id, field: 'credentials' };
  await rows.accounts.put(id, sealer.seal(JSON.stringify(credentials), context));
}
