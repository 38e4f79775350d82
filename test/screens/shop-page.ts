import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a state asks of the shop's page: attributes as they stand in markup. */
export type PageParts = {
  /** Attributes of the script tag. */
  script?: string;
  /** Attributes of the element; null for a page without one. */
  element?: string | null;
  /** What the site puts into the element. */
  inner?: string;
  /** Attributes of the root element. */
  root?: string;
};

type ShopPages = { addressOf(state: string): string; close(): void };

/**
 * The shop's own script. Its look is an adopted style sheet too: nothing else passes `style-src 'none'`.
 * The state stands in the path and is the participant token.
 */
export const SHOP_SCRIPT = `
const look = new CSSStyleSheet();
look.replaceSync(\`
  body { font-family: 'Open Sans', system-ui, sans-serif; margin: 0 auto; max-width: 960px; padding: 16px; }
  goodturn-widget a { color: inherit; display: inline-block; font-weight: 600; padding-block: 10px; }
\`);
document.adoptedStyleSheets = [look];
window.goodturn = function () { (goodturn.q = goodturn.q || []).push(arguments); };
const state = location.pathname.slice(1);
if (state !== 'signed-out') goodturn('identify', { participantToken: state });
`;

/** A shop on an origin of its own, under the strictest policy that can still show the widget. */
export async function startShopPages(
  apiOrigin: string,
  partsOf: (state: string) => PageParts,
): Promise<ShopPages> {
  const policy = [
    "default-src 'none'",
    `script-src ${apiOrigin}`,
    `connect-src ${apiOrigin}`,
    "style-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop.example');
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(documentOf(apiOrigin, partsOf(pathname.slice(1))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    addressOf: (state) => `http://127.0.0.1:${port}/${state}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function documentOf(
  apiOrigin: string,
  { script = '', element = '', inner = '', root = 'lang="en-US"' }: PageParts,
): string {
  return `<!doctype html>
<html ${root}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A shop</title>
<script src="${apiOrigin}/page.js"></script>
<script async src="${apiOrigin}/widget.js" data-site-key="pk_acme" data-program="friends" ${script}></script>
${element === null ? '<h1>Bowls and mugs</h1><p>Stoneware that is made to be used.</p>' : `<goodturn-widget ${element}>${inner}</goodturn-widget>`}
`;
}
