import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chance } from '../simulation/chance.ts';

/** Of a hundred messages, how many are refused. */
const REFUSED = 15;

/** A site's receiver of webhooks, which is not always well: whatever it took is remembered by its `webhook-id`. */
export class Mailbox {
  readonly taken = new Map<string, number>();
  readonly url: string;
  /** Well: takes everything. */
  well = false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/goodturn`;
  }

  static async open(chance: Chance): Promise<Mailbox> {
    const server = createServer((request, response) => {
      request.resume();
      const id = String(request.headers['webhook-id']);
      const refuses = !mailbox.well && chance.percent(REFUSED);
      if (!refuses) mailbox.taken.set(id, (mailbox.taken.get(id) ?? 0) + 1);
      response.writeHead(refuses ? 500 : 204).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const mailbox = new Mailbox(server);
    return mailbox;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
