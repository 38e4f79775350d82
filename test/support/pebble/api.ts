import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One line of Pebble's books. */
type PebbleReward = {
  id: string;
  reference: string;
  sku: string;
  cents: number;
  currency: string;
  state: 'working' | 'sent';
};

/** What happens to the next order: its request or its reply gets lost, or Pebble asks for money or for patience. */
type Fault = 'lose_request' | 'lose_reply' | 'no_funds' | 'slow_down';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

export const PEBBLE_KEY = 'pebble-key-7Fq2';
const PRODUCTS = [{ sku: 'CVS', title: 'CVS', currency: 'USD', cents: [1000, 1500, 2000, 2500, 5000] }];

const POOR: Answer = { status: 402, body: { message: 'insufficient balance' } };
const REFUSALS: Record<string, Answer> = {
  no_funds: POOR,
  slow_down: { status: 429, headers: { 'Retry-After': '2' } },
};

/**
 * An invented provider that does everything the other way than the gift-card upstream (gift-card-api.md, section 10): a
 * repeat is answered with the first order, even for another card; a link is shown once, in the first answer, and made
 * anew on demand; amounts are cents; there is a search by reference and no list; nobody is told anything.
 */
export async function startPebble() {
  const books: PebbleReward[] = [];
  const links = new Map<string, string>();
  const faults: Fault[] = [];
  const state = { cents: 1_000_000, isLate: false };

  function linkOf(reward: PebbleReward): string {
    const link = `${url}/g/${randomBytes(16).toString('hex')}`;
    links.set(link, reward.id);
    return link;
  }

  function order(body: Omit<PebbleReward, 'id' | 'state'>): Answer {
    const { reference, sku, cents, currency } = body;
    const known = books.find((each) => each.reference === reference);
    if (known) return { status: 200, body: { reward: known } };
    const product = PRODUCTS.find((each) => each.sku === sku && each.currency === currency);
    if (!product?.cents.includes(cents)) return { status: 400, body: { message: 'no such card' } };
    if (state.cents < cents) return POOR;
    state.cents -= cents;
    const made = { id: `peb_${books.length + 1}`, reference, sku, cents, currency } as const;
    const reward: PebbleReward = { ...made, state: state.isLate ? 'working' : 'sent' };
    books.push(reward);
    const link = reward.state === 'sent' ? { link: linkOf(reward) } : {};
    return { status: 201, body: { reward, ...link } };
  }

  function answer(method: string, address: URL, body: string): Answer {
    const [, place, id, part] = address.pathname.split('/');
    if (method === 'GET' && place === 'g') return { status: links.has(`${url}/g/${id}`) ? 200 : 404 };
    if (place === 'products') return { status: 200, body: { products: PRODUCTS } };
    if (place !== 'rewards') return { status: 404 };
    if (id === undefined && method === 'POST') return order(JSON.parse(body));
    if (id === undefined) {
      const reference = address.searchParams.get('reference');
      return { status: 200, body: { rewards: books.filter((each) => each.reference === reference) } };
    }
    const reward = books.find((each) => each.id === id);
    if (!reward) return { status: 404 };
    if (part === undefined) return { status: 200, body: { reward } };
    return reward.state === 'sent' ? { status: 201, body: { link: linkOf(reward) } } : { status: 409 };
  }

  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const address = new URL(request.url ?? '/', url);
    const isOrder = request.method === 'POST' && address.pathname === '/rewards';
    const fault = isOrder ? faults.shift() : undefined;
    if (fault === 'lose_request') return void request.socket.destroy();
    const isKnown = request.headers['x-api-key'] === PEBBLE_KEY || address.pathname.startsWith('/g/');
    const refusal = isKnown ? REFUSALS[fault ?? ''] : { status: 401 };
    const told = refusal ?? answer(request.method ?? '', address, body);
    if (fault === 'lose_reply') return void request.socket.destroy();
    const { status, headers = {}, body: content } = told;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(content === undefined ? '' : JSON.stringify(content));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    books,
    /** Every link that was ever shown, with the reward that it opens. */
    links,
    /** Money, and whether links come later than orders. */
    state,
    next: (fault: Fault) => void faults.push(fault),
    /** Lets everything be done that is under way. */
    finish() {
      for (const reward of books) reward.state = 'sent';
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
