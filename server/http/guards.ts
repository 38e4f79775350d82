import type { Mac } from '../domain/claim/sealer.ts';
import type { Clock } from '../domain/clock.ts';
import { DomainError } from '../domain/errors.ts';
import { checkSession } from '../domain/session/check-session.ts';
import { type Directory, hasScope, type SecretKey, type Site, type Sites } from '../domain/site/site.ts';
import type { Store } from '../domain/store.ts';
import type { SessionTokens } from '../domain/token/tokens.ts';
import { bearerToken } from './bearer.ts';
import type { Guards } from './caller.ts';
import type { HttpContext } from './http-context.ts';

type GuardParts = {
  store: Store;
  directory: Directory;
  sessionTokens: SessionTokens;
  clock: Clock;
  /** Keyed hash under which secret keys are stored. */
  keyMac: Mac;
};

/** One sentence for every wrong credential, so that it tells nobody which keys exist. */
const NEEDS_KEY = 'A valid secret key is needed: "Authorization: Bearer sk_…", not the publishable pk_….';

/** The three ways in: a page's site key, a participant's session, a back end's secret key. */
export function createGuards(parts: GuardParts): Guards {
  /** The hashes of keys that were found: hashing costs more than the look-up, and back ends send the same key always. */
  const macs = new Map<string, string>();

  function findKey(sites: Sites, key: string): SecretKey | undefined {
    const mac = macs.get(key) ?? parts.keyMac(key);
    const known = sites.secretKey(mac);
    if (known) macs.set(key, mac);
    return known;
  }

  return {
    async siteKey(c) {
      const site = await siteOf(parts, c);
      return { siteId: site.id, site };
    },

    async session(c) {
      const site = await siteOf(parts, c);
      const token = bearerToken(c.req.header('authorization'));
      const session = await checkSession(parts, site, token, parts.clock());
      return { siteId: site.id, site, ...session };
    },

    async secretKey(c, scope) {
      const key = bearerToken(c.req.header('authorization'));
      const sites = await parts.directory.current();
      const known = key?.startsWith('sk_') ? findKey(sites, key) : undefined;
      const site = known && sites.byId(known.siteId);
      if (!known || !site) throw new DomainError('unauthorized', NEEDS_KEY);
      if (!hasScope(known, scope)) {
        throw new DomainError('missing_scope', `The secret key lacks the scope ${scope}.`);
      }
      return { siteId: site.id, site, keyName: known.name };
    },
  };
}

/** The site of the page's key. A page from an origin that this very site does not list is turned away. */
async function siteOf({ directory }: GuardParts, c: HttpContext): Promise<Site> {
  const key = c.req.header('x-site-key') ?? '';
  const site = (await directory.current()).byPublishableKey(key);
  if (!site) throw new DomainError('unauthorized', 'The X-Site-Key header names no site.');
  const origin = c.req.header('origin');
  if (origin !== undefined && !site.origins.includes(origin)) {
    throw new DomainError(
      'foreign_origin',
      `The origin ${origin.slice(0, 200)} is not one of the site; add it to the "origins" of the site in its file and apply that.`,
    );
  }
  return site;
}
