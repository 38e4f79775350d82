import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type StartOptions, startSandbox } from '../../demo/gift-card-sandbox/start.ts';

/** The moment at which every sandbox of these tests stands until it is advanced. */
export const startedAt = Date.UTC(2026, 0, 15, 12);

/** The seed's example request, as published. */
export const seedOrder = {
  Type: 'DigitalDelivery',
  LineItems: [
    {
      ProductId: 'CVS',
      Value: 15,
      Quantity: 1,
      DigitalDeliveryAddress: { Email: 'user@email.com' },
      Personalization: {
        To: 'Customer',
        FromName: 'Marketing Team',
        Message: 'Thanks for participating in our promotion!',
      },
    },
  ],
  PONumber: 'PROMO-4001',
};

/** Where a card can be posted to. */
export const postalAddress = {
  ShippingMethodId: 'STANDARD',
  CarrierId: 'DEFAULT',
  Name: 'Sam Doe',
  AddressLine1: '1 Main Street',
  City: 'New York',
  State: 'NY',
  Zip: '10001',
  Country: 'US',
};

/** A `Links` order of one product line. */
export function linksOrder(PONumber: string, quantity = 1, more: object = {}) {
  return {
    Type: 'Links',
    LineItems: [{ ProductId: 'CVS', Value: 10, Quantity: quantity }],
    PONumber,
    ...more,
  };
}

const claimDatum = z.object({
  Id: z.string(),
  ClaimLink: z.string().optional(),
  ClaimLinkChallengeAnswer: z.string().optional(),
});
const lineItem = z.looseObject({
  Status: z.string(),
  Cost: z.number(),
  ClaimData: z.array(claimDatum),
});
/** What a test reads from an order in PascalCase. */
const wireOrder = z.looseObject({
  Id: z.string(),
  Status: z.string(),
  PONumber: z.string(),
  LineItems: z.array(lineItem),
});
type WireOrder = z.infer<typeof wireOrder>;

const listAnswer = z.object({ Data: z.array(z.record(z.string(), z.unknown())) });

type Answer = { status: number; headers: Headers; text: string; body: unknown };
export type Api = Awaited<ReturnType<typeof startApi>>;

/** Starts a sandbox on a free port, with a token in hand, and stops it when the test ends. */
export async function startApi(options: StartOptions = {}) {
  const sandbox = await startSandbox({ systemNow: () => startedAt, ...options });
  onTestFinished(() => sandbox.stop());
  return { ...sandbox, ...(await apiAt(sandbox.url)) };
}

/** A client of a sandbox that is already running. */
export async function apiAt(url: string) {
  const token = await fetchToken(url);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(url + path, method, body, { Authorization: `Bearer ${token}`, ...headers });
  return {
    token,
    call,
    get: (path: string) => call('GET', path),
    order: (body: unknown) => call('POST', '/v1/Orders', body),
    /** Creates an order that has to be accepted. */
    accepted: async (body: unknown): Promise<WireOrder> => {
      const answer = await call('POST', '/v1/Orders', body);
      if (answer.status !== 201) throw new Error(`Expected 201, got ${answer.status}: ${answer.text}`);
      return wireOrder.parse(answer.body);
    },
    fetched: async (id: string): Promise<WireOrder> =>
      wireOrder.parse((await call('GET', `/v1/Orders/${id}`)).body),
    control: (name: string, body: unknown = {}) => send(`${url}/__sandbox/${name}`, 'POST', body),
    records: async (name: string) =>
      listAnswer.parse((await send(`${url}/__sandbox/${name}`, 'GET')).body).Data,
    balance: async () => (await send(`${url}/__sandbox/funding`, 'GET')).body,
  };
}

// Either casing: the switch may be set from the start.
const tokenAnswer = z.object({ Value: z.string().optional(), value: z.string().optional() });

/** A fresh bearer token of the default account. */
export async function fetchToken(url: string): Promise<string> {
  const answer = await send(`${url}/v1/Tokens`, 'POST', undefined, {
    Email: 'sandbox@giftcards.example',
    AccessToken: 'sandbox-access-token',
  });
  const { Value, value } = tokenAnswer.parse(answer.body);
  return Value ?? value ?? '';
}

/** One HTTP call; `body` is sent as JSON unless it is text already. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: jsonOrNull(text) };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
