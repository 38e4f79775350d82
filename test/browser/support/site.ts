import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type HostPage = {
  /** The page's `Content-Security-Policy`; none when absent. */
  policy?: string;
  head?: string;
  body?: string;
  /** Attributes of the root element. */
  root?: string;
};

/** A web site of somebody else, on an origin of its own, which shows whatever a test puts on it. */
export type Site = {
  origin: string;
  /** Puts a page under a new address and answers with the address. */
  page(page: HostPage): string;
  /** Answers a path as the handler likes. A path without handler is not found. */
  on(path: string, handler: Handler): void;
};

/** Call it at the top of a test file: the site ends with the file. */
export async function startSite(): Promise<Site> {
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.example');
    const handler = handlers.get(pathname);
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    origin,
    page(page) {
      const path = `/page-${handlers.size + 1}`;
      handlers.set(path, (_, response) => {
        if (page.policy) response.setHeader('Content-Security-Policy', page.policy);
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(documentOf(page));
      });
      return origin + path;
    },
    on: (path, handler) => void handlers.set(path, handler),
  };
}

/** A page that is itself without fault, so that any fault is the widget's. */
function documentOf({ head = '', body = '', root = 'lang="en"' }: HostPage): string {
  return `<!doctype html>
<html ${root}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A shop</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<main>
<h1>A shop</h1>
<p><a href="#content">Skip</a></p>
${body}
</main>
</body>
</html>`;
}
