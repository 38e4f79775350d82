import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';
import type { Scope, SiteConfig } from '../../../shared/contract/site.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import type { Mac, Sealer } from '../claim/sealer.ts';
import { DomainError } from '../errors.ts';
import type { Rows, Store } from '../store.ts';
import { canonicalJson } from './canonical-json.ts';
import { openIdentitySecrets, sealIdentitySecrets } from './identity-secrets.ts';
import { splitProgram } from './program.ts';
import { currencyOf } from './reward-value.ts';
import type { ProgramRecord, ProgramVersionRecord } from './site-rows.ts';

export type Credentials = { url: string; email: string; token: string };

/** A declared site with its secrets taken from where the declaration pointed. */
export type ResolvedSite = {
  site: SiteConfig;
  secretKeys: { name: string; secret: string; scopes: Scope[] }[];
  identitySecrets: string[];
  /** Null: the installation's account. */
  giftCardAccount: Credentials | null;
};

export type ApplyParts = { store: Store; sealer: Sealer; keyMac: Mac; digest: (text: string) => string };

/** The account of sites that name none of their own. */
export const INSTALLATION_ACCOUNT = 'installation';

/**
 * Makes the declared sites and programs true, in one transaction. Declaring the same again changes nothing, but
 * that the named upstream accounts open (`AccountRows.put`). What is no longer declared stays, except secret
 * keys: a key that left the file must stop opening doors. Throws `conflict` for what the stored state does not allow.
 */
export async function applyConfig(parts: ApplyParts, sites: ResolvedSite[], now: number): Promise<void> {
  await parts.store.write('apply-config', async (rows) => {
    await rows.sites.lock();
    const before = await storedConfig(rows, parts.sealer);
    for (const resolved of sites) await applySite(rows, parts, resolved, now);
    if ((await storedConfig(rows, parts.sealer)) !== before) await rows.sites.bumpRevision();
  });
}

/**
 * All sites, keys, programs and versions as one text: equal texts mean that nothing changed. Identity secrets are
 * compared open. Budgets are left out, since they follow from their programs.
 */
async function storedConfig({ sites }: Rows, sealer: Sealer): Promise<string> {
  const opened = (await sites.sites()).map((site) => ({
    ...site,
    sealedIdentitySecrets: openIdentitySecrets(sealer, site),
  }));
  const rows = [
    ...opened,
    ...(await sites.secretKeys()),
    ...(await sites.programs()),
    ...(await sites.versions()),
  ];
  return rows.map(canonicalJson).toSorted().join('\n');
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

async function applySite(rows: Rows, parts: ApplyParts, resolved: ResolvedSite, now: number): Promise<void> {
  const { site, giftCardAccount } = resolved;
  const accountId = giftCardAccount ? `site-${site.id}` : INSTALLATION_ACCOUNT;
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
  const versions = await rows.sites.versions();
  const programs = await rows.sites.programs();
  for (const program of site.programs) {
    await applyProgram(rows, parts, { siteId: site.id, program, programs, versions, now });
  }
}

type Declared = {
  siteId: string;
  program: ProgramConfig;
  programs: ProgramRecord[];
  versions: ProgramVersionRecord[];
  now: number;
};

/** A change of a frozen part makes a new version; the old one stays for the referrals that began under it. */
async function applyProgram(rows: Rows, { digest }: ApplyParts, declared: Declared): Promise<void> {
  const { siteId, program, now } = declared;
  const { frozen, live } = splitProgram(program);
  const known = declared.programs.find(({ id }) => id === program.id);
  if (known && known.siteId !== siteId) {
    throw new DomainError(
      'conflict',
      `The program id ${program.id} is used by another site; ids of programs are unique.`,
    );
  }
  const frozenDigest = digest(canonicalJson(frozen));
  const newest = declared.versions
    .filter(({ programId }) => programId === program.id)
    .toSorted((a, b) => b.version - a.version)[0];
  const version = newest?.digest === frozenDigest ? newest.version : (newest?.version ?? 0) + 1;
  await rows.sites.putProgram({ id: program.id, siteId, version, live });
  if (version !== newest?.version) {
    await rows.sites.addVersion({
      programId: program.id,
      version,
      digest: frozenDigest,
      frozen,
      createdAt: now,
    });
  }
  await putCampaignCodes(rows, program, now);
  await putBudget(rows, program);
}

/** A code leads to one program for ever; one that left the list keeps its row and stops earning. */
async function putCampaignCodes(
  rows: Rows,
  { id, campaignCodes }: ProgramConfig,
  now: number,
): Promise<void> {
  for (const { code: text, source } of campaignCodes) {
    const code = foldCode(text) ?? text;
    const row = { code, programId: id, participantId: null, source, clicks: 0, revision: 0 };
    if (await rows.codes.insert({ ...row, revokedAt: null, createdAt: now })) continue;
    const known = await rows.codes.find(code);
    if (known?.programId === id && known.participantId === null) continue;
    throw new DomainError('conflict', `The campaign code ${code} of the program ${id} is taken already.`);
  }
}

async function putBudget(rows: Rows, { id, budget, rules }: ProgramConfig): Promise<void> {
  const first = rules[0]?.rewards[0];
  const currency = budget?.currency ?? (first && currencyOf(first.value));
  if (!currency || (await rows.budgets.set(id, currency, budget?.amount ?? null))) return;
  throw new DomainError(
    'conflict',
    `The program ${id} has promised or paid rewards in another currency than ${currency}; make a new program for it.`,
  );
}

async function putAccount(rows: Rows, sealer: Sealer, id: string, credentials: Credentials): Promise<void> {
  const context = { siteId: 'installation', ownerId: id, field: 'credentials' };
  await rows.accounts.put(id, sealer.seal(JSON.stringify(credentials), context));
}
