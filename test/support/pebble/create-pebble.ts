import { z } from 'zod';
import {
  type Capabilities,
  type Card,
  type FindResult,
  type GiftCards,
  isSameOrder,
  type LookFor,
  type LookResult,
  type OrderIntent,
  type OrderSnapshot,
  type PacedAccount,
  type PlaceResult,
  type Product,
} from '../../../server/domain/order/gift-cards.ts';
import { createHttpCall, type HttpResult } from '../../../server/net/http-call.ts';
import { readRetryAfter } from '../../../server/net/retry-after.ts';

const CAPABILITIES: Capabilities = { notice: 'none', listing: false };

const reward = z.object({
  id: z.string(),
  reference: z.string(),
  sku: z.string(),
  cents: z.int(),
  state: z.enum(['working', 'sent']),
});
const oneReward = z.object({ reward, link: z.url().optional() });
const someRewards = z.object({ rewards: z.array(reward) });
const oneLink = z.object({ link: z.url() });
const catalogue = z.object({
  products: z.array(
    z.object({ sku: z.string(), title: z.string(), currency: z.string(), cents: z.array(z.int()) }),
  ),
});

type Ending = Exclude<LookResult, { kind: 'found' } | { kind: 'missing' }>;

const NO_TURN = {
  kind: 'unknown',
  detail: 'No turn came in time.',
  retryAfterMs: null,
  isAlive: true,
} as const satisfies Ending;

const call = createHttpCall({ timeoutMs: 2000, connectTimeoutMs: 1000, bodyLimit: 100_000 });

/** Pebble behind the port: this folder is all that another provider takes. */
export function createPebble(): GiftCards {
  return {
    capabilities: CAPABILITIES,
    place,
    look,
    find,
    async orders() {
      throw new Error('Pebble lists no orders');
    },
    products,
    shippingMethods: async () => [],
    brandings: async () => [],
  };
}

async function place(account: PacedAccount, intent: OrderIntent): Promise<PlaceResult> {
  if (intent.type !== 'Links') return { kind: 'refused', detail: 'Pebble gives out links only.' };
  const { amount: cents, currency } = intent.value;
  const asked = { reference: intent.poNumber, sku: intent.productId, cents, currency };
  const answer = await ask(account, 'POST', '/rewards', asked);
  if (answer.kind === 'answer' && answer.status === 402)
    return { kind: 'no_funds', detail: 'The balance is too low.' };
  if (answer.kind === 'answer' && answer.status === 400)
    return { kind: 'refused', detail: 'Pebble refused it.' };
  const told = read(answer, oneReward);
  if (told.kind !== 'read') return told;
  const { reward: made, link } = told.body;
  // The first order under a number is told even to somebody who asks for another card.
  if (!isSameOrder(intent, snapshotOf(made)))
    return { kind: 'mismatch', upstreamIds: [made.id], detail: 'Another order has this number.' };
  const cards = link === undefined ? await cardsOf(account, made) : [cardWith(link)];
  const duplicate = answer.kind === 'answer' && answer.status === 200;
  return { kind: 'placed', duplicate, order: snapshotOf(made, cards) };
}

async function look(
  account: PacedAccount,
  upstreamId: string,
  _currency: string,
  what: LookFor,
): Promise<LookResult> {
  const answer = await ask(account, 'GET', `/rewards/${encodeURIComponent(upstreamId)}`);
  if (answer.kind === 'answer' && answer.status === 404) return { kind: 'missing' };
  const told = read(answer, oneReward);
  if (told.kind !== 'read') return told;
  const cards = what === 'cards' ? await cardsOf(account, told.body.reward) : [];
  return { kind: 'found', order: snapshotOf(told.body.reward, cards) };
}

async function find(account: PacedAccount, intent: OrderIntent): Promise<FindResult> {
  const told = read(await ask(account, 'GET', `/rewards?reference=${intent.poNumber}`), someRewards);
  if (told.kind !== 'read') return told;
  const orders = told.body.rewards.map((each) => snapshotOf(each));
  const [order] = orders;
  if (!order) return { kind: 'absent' };
  if (isSameOrder(intent, order)) return { kind: 'found', order };
  const upstreamIds = orders.map(({ upstreamId }) => upstreamId);
  return { kind: 'mismatch', upstreamIds, detail: 'Another order has this number.' };
}

async function products(account: PacedAccount): Promise<Product[]> {
  const told = read(await ask(account, 'GET', '/products'), catalogue);
  if (told.kind !== 'read') throw new Error(`Pebble did not show its products: ${told.detail}`);
  return told.body.products.map(({ sku, title, currency, cents }) => ({
    id: sku,
    name: title,
    description: '',
    currency,
    denominations: { kind: 'fixed', values: cents },
    deliveries: ['Links'],
    terms: '',
    cost: { fee: 0, discountBasisPoints: 0 },
  }));
}

/** Where no link can be had now there is none: the order is looked at again. */
async function cardsOf(
  account: PacedAccount,
  { id, state }: Pick<z.infer<typeof reward>, 'id' | 'state'>,
): Promise<Card[]> {
  if (state !== 'sent') return [];
  const told = read(await ask(account, 'POST', `/rewards/${id}/links`), oneLink);
  return told.kind === 'read' ? [cardWith(told.body.link)] : [];
}

function cardWith(claimLink: string): Card {
  return { claimLink, challengeAnswer: null };
}

function snapshotOf(
  { id, reference, sku, cents, state }: z.infer<typeof reward>,
  cards: Card[] = [],
): OrderSnapshot {
  return {
    upstreamId: id,
    poNumber: reference,
    type: 'Links',
    state: state === 'sent' ? 'completed' : 'pending',
    statusWord: state,
    lines: [{ productId: sku, value: cents, quantity: 1, cost: cents }],
    cards,
    tracking: null,
    isDelivered: false,
  };
}

async function ask(
  { url, token, nextTurn }: PacedAccount,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<HttpResult | typeof NO_TURN> {
  if (!(await nextTurn())) return NO_TURN;
  const headers = { 'X-Api-Key': token, 'Content-Type': 'application/json' };
  return call({ method, url: `${url}${path}`, headers, ...(body && { body: JSON.stringify(body) }) });
}

/** What an answer says, or how the call ended without saying anything about an order. */
function read<T>(
  answer: HttpResult | typeof NO_TURN,
  schema: z.ZodType<T>,
): { kind: 'read'; body: T } | Ending {
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'no_answer') return { kind: 'unknown', detail: answer.reason, retryAfterMs: null };
  const { status, text, retryAfter } = answer;
  const detail = `HTTP ${status}`;
  if (status === 401) return { kind: 'disabled', detail };
  if (status === 429)
    return { kind: 'slowed', retryAfterMs: readRetryAfter(retryAfter, Date.now()) ?? 1000, detail };
  const body = status < 300 ? schema.safeParse(readJson(text)) : null;
  return body?.success ? { kind: 'read', body: body.data } : { kind: 'unknown', detail, retryAfterMs: null };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
