import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The floor of Node itself: no framework, no routing, one small JSON answer. */
const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ hello: 'world' }));
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`baseline on http://127.0.0.1:${port}`);
});
