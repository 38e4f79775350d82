import type { MiddlewareHandler } from 'hono';
import { carry } from './carried-headers.ts';
import type { HttpContext, HttpEnv } from './http-context.ts';

type CorsOptions = {
  /** Whether any active site lists this exact origin. May be a few seconds stale. */
  isListed(origin: string): boolean | Promise<boolean>;
};

const VARY = { Vary: 'Origin' };

/** Seconds that a browser may reuse a preflight: as long as a removed origin may keep asking. */
const PREFLIGHT_MAX_AGE_S = '600';

const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'GET, POST, DELETE',
  'Access-Control-Allow-Headers': 'Content-Type, Authorization, X-Site-Key, If-None-Match',
  'Access-Control-Max-Age': PREFLIGHT_MAX_AGE_S,
};

const EXPOSED_HEADERS = 'ETag, Retry-After, Idempotent-Replayed, X-Request-Id';

/**
 * Cross-origin rules of the widget routes (Fetch standard, CORS protocol). Origins are compared as exact text:
 * browsers send them normalised, so every other spelling is not one of ours. Credentials are never allowed,
 * since the widget needs no cookie. It must wrap the routes from outside, so that errors carry the headers too;
 * whether the origin belongs to the site of the key is for the site-key guard to say.
 */
export function widgetCors({ isListed }: CorsOptions): MiddlewareHandler<HttpEnv> {
  return async function cors(c, next) {
    const origin = c.req.header('origin');
    const listed = origin !== undefined && origin !== 'null' && (await isListed(origin));
    if (isPreflight(c)) return answerPreflight(listed ? origin : null);
    carry(c, listed ? permissionOf(origin) : VARY);
    await next();
    return undefined;
  };
}

function permissionOf(origin: string): Record<string, string> {
  return {
    ...VARY,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
  };
}

function isPreflight(c: HttpContext): boolean {
  return c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
}

/** An unlisted origin gets the same empty answer without permission: the browser stops the call. */
function answerPreflight(origin: string | null): Response {
  const permission = origin === null ? {} : { 'Access-Control-Allow-Origin': origin, ...PREFLIGHT_HEADERS };
  return new Response(null, { status: 204, headers: { ...VARY, ...permission } });
}
