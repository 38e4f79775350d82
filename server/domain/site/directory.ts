import type { Sealer } from '../claim/sealer.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import type { Rows, Store } from '../store.ts';
import { openIdentitySecrets } from './identity-secrets.ts';
import type { Program } from './program.ts';
import type { Directory, SecretKey, Site, Sites } from './site.ts';

/** How old a snapshot may be: a switched-off program stops paying this much later in other processes. */
const MAX_AGE_MS = SECOND_MS;

/** Sites and programs as one snapshot in memory, read anew only when the installation's revision has grown. */
export function createDirectory(store: Store, sealer: Sealer, clock: Clock): Directory {
  let snapshot: { sites: Sites; revision: number } | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<Sites> | undefined;

  async function refresh(): Promise<Sites> {
    const { revision } = await store.read.sites.installation();
    if (snapshot?.revision !== revision)
      snapshot = { sites: await loadSites(store.read, sealer, revision), revision };
    checkedAt = clock();
    return snapshot.sites;
  }

  return {
    current() {
      if (snapshot && clock() - checkedAt < MAX_AGE_MS) return Promise.resolve(snapshot.sites);
      // One reader refreshes for all who ask meanwhile.
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    forget() {
      checkedAt = Number.NEGATIVE_INFINITY;
    },
  };
}

async function loadSites(rows: Rows, sealer: Sealer, revision: number): Promise<Sites> {
  const programs = await loadPrograms(rows, revision);
  const sites = (await rows.sites.sites()).map(
    ({ sealedIdentitySecrets, ...site }): Site => ({
      ...site,
      identitySecrets: openIdentitySecrets(sealer, { id: site.id, sealedIdentitySecrets }).map((secret) =>
        new TextEncoder().encode(secret),
      ),
      programs: programs.filter(({ siteId }) => siteId === site.id),
    }),
  );
  return indexed(sites, programs, await rows.sites.secretKeys());
}

async function loadPrograms(rows: Rows, revision: number): Promise<Program[]> {
  // Programs first: versions are only ever added, so each program then finds its own also when one is added meanwhile.
  const programs = await rows.sites.programs();
  const versions = Map.groupBy(await rows.sites.versions(), ({ programId }) => programId);
  return programs.map((program) => ({
    ...program,
    revision,
    versions: new Map((versions.get(program.id) ?? []).map(({ version, frozen }) => [version, frozen])),
  }));
}

function indexed(sites: Site[], programs: Program[], keys: SecretKey[]): Sites {
  const byId = new Map(sites.map((site) => [site.id, site]));
  const byKey = new Map(sites.map((site) => [site.publishableKey, site]));
  const programsById = new Map(programs.map((program) => [program.id, program]));
  const keysByMac = new Map(keys.map((key) => [key.mac, key]));
  const origins = new Set(sites.flatMap((site) => site.origins));
  return {
    byId: (id) => byId.get(id),
    byPublishableKey: (key) => byKey.get(key),
    program: (id) => programsById.get(id),
    programs: () => programs,
    secretKey: (mac) => keysByMac.get(mac),
    listsOrigin: (origin) => origins.has(origin),
  };
}
