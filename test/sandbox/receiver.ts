import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A webhook receiver. It answers the statuses in turn, the last one for good; `hang` gives no answer at all. */
export async function startReceiver(...answers: (number | 'hang')[]) {
  const received: { method: string | undefined; contentType: string | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    received.push({
      method: request.method,
      contentType: request.headers['content-type'],
      body: await text(request),
    });
    if (answer !== 'hang') response.writeHead(answer ?? 204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hook`, received };
}
