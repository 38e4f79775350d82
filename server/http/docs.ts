import { docsPage } from './docs-page.ts';
import { DOCS_STYLE } from './docs-style.ts';
import type { Endpoint } from './endpoint.ts';
import type { HttpApp } from './http-app.ts';
import { type ApiInfo, openApiDocument } from './openapi.ts';

const STYLE_PATH = '/docs/style.css';

const CACHE_HEADERS = { 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' };

/** No script and no inline style: the page cannot run what a schema's text might smuggle in. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves `/openapi.json` and `/docs` for the given routes. Both are made at the first call, not at the start:
 * most processes are never asked.
 */
export function mountDocs(app: HttpApp, endpoints: readonly Endpoint[], info: ApiInfo): void {
  const documentOnce = once(() => openApiDocument(endpoints, info));
  const jsonOnce = once(() => JSON.stringify(documentOnce()));
  const pageOnce = once(async () => String(await docsPage(endpoints, documentOnce(), STYLE_PATH)));

  app.get('/openapi.json', (c) =>
    // Readable from any page, so that API explorers can load it.
    c.body(jsonOnce(), 200, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
      ...CACHE_HEADERS,
    }),
  );
  app.get('/docs', async (c) =>
    c.html(await pageOnce(), 200, { 'Content-Security-Policy': PAGE_POLICY, ...CACHE_HEADERS }),
  );
  app.get(STYLE_PATH, (c) =>
    c.body(DOCS_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8', ...CACHE_HEADERS }),
  );
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
