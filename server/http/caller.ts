import type { Scope } from '../../shared/contract/site.ts';
import type { LiveSession } from '../domain/session/check-session.ts';
import type { Site } from '../domain/site/site.ts';
import type { HttpContext } from './http-context.ts';

/** What a route asks of its caller; `{ scope }` means a secret key with that scope (or `*`). */
export type Auth = 'none' | 'site-key' | 'session' | { readonly scope: Scope };

/** A page that showed a publishable key from one of the site's origins. */
type SiteCaller = { siteId: string; site: Site };

/** A signed-in participant; their page's site key and origin were checked too. */
export type SessionCaller = SiteCaller & LiveSession;

/** A site's back end. `keyName` is the actor in the audit. */
type KeyCaller = SiteCaller & { keyName: string };

export type CallerOf<A extends Auth> = A extends 'none'
  ? null
  : A extends 'site-key'
    ? SiteCaller
    : A extends 'session'
      ? SessionCaller
      : KeyCaller;

type Eventually<T> = T | Promise<T>;

/**
 * Who may pass. Each guard returns the caller or throws a `DomainError`: `unauthorized` for a missing or bad
 * credential, `foreign_origin` or `missing_scope` for a good one that does not reach.
 */
export type Guards = {
  siteKey(c: HttpContext): Eventually<SiteCaller>;
  session(c: HttpContext): Eventually<SessionCaller>;
  secretKey(c: HttpContext, scope: Scope): Eventually<KeyCaller>;
};
