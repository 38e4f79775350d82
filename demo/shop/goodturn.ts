import type { z } from 'zod';
import {
  claimPageAnswer,
  clockAnswer,
  type EventAnswer,
  type EventRequest,
  eventAnswer,
  type OrderAnswer,
  orderList,
  type ParticipantRequest,
  participantAnswer,
  participantTokenAnswer,
  type RewardAnswer,
  rewardAnswer,
  rewardList,
  type StudioEventRequest,
} from './goodturn-messages.ts';

const TIMEOUT_MS = 5000;

/** Goodturn answered and said no. Anything else that is thrown means: no usable answer, so try again. */
export class GoodturnRefusal extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(`Goodturn answered ${status}: ${detail}`);
    this.status = status;
  }
}

/** Goodturn's server-to-server contract, as far as this shop uses it. Every call rejects when it fails. */
export type Goodturn = {
  /** Creates or updates the participant; answers with the share links. */
  upsertParticipant(request: ParticipantRequest): Promise<z.infer<typeof participantAnswer>>;
  mintParticipantToken(externalId: string): Promise<z.infer<typeof participantTokenAnswer>>;
  sendEvent(request: EventRequest | StudioEventRequest): Promise<EventAnswer>;
  readEvent(eventId: string): Promise<EventAnswer>;
  listRewards(): Promise<RewardAnswer[]>;
  listOrders(): Promise<OrderAnswer[]>;
  readReward(rewardId: string): Promise<RewardAnswer>;
  /** The page where the recipient finds the gift card: bearer value, only for the recipient's eyes. */
  claimPageUrl(rewardId: string): Promise<string>;
  /** What time it is there, ISO 8601. Only an installation that is a sandbox tells. */
  readClock(): Promise<string>;
  moveClock(advanceDays: number): Promise<void>;
};

type Connection = { url: string; secretKey: string; fetch?: typeof fetch };

export function createGoodturn(connection: Connection): Goodturn {
  const get = <T extends z.ZodType>(path: string, answer: T) =>
    call(connection, 'GET', path, undefined, answer);
  const post = <T extends z.ZodType>(path: string, body: object, answer: T) =>
    call(connection, 'POST', path, body, answer);
  return {
    upsertParticipant: (request) => post('/v1/participants', request, participantAnswer),
    mintParticipantToken: (externalId) =>
      post('/v1/participant-tokens', { externalId }, participantTokenAnswer),
    sendEvent: (request) => post('/v1/events', request, eventAnswer),
    readEvent: (eventId) => get(`/v1/events/${encodeURIComponent(eventId)}`, eventAnswer),
    listRewards: async () => (await get('/v1/rewards?limit=100', rewardList)).data,
    listOrders: async () => (await get('/v1/orders?limit=100', orderList)).data,
    readReward: (rewardId) => get(`/v1/rewards/${encodeURIComponent(rewardId)}`, rewardAnswer),
    claimPageUrl: async (rewardId) =>
      (await post(`/v1/rewards/${encodeURIComponent(rewardId)}/claim-page`, {}, claimPageAnswer))
        .claimPageUrl,
    readClock: async () => (await get('/v1/sandbox/clock', clockAnswer)).now,
    moveClock: async (advanceDays) => {
      await post('/v1/sandbox/clock', { advanceDays }, clockAnswer);
    },
  };
}

async function call<T extends z.ZodType>(
  connection: Connection,
  method: 'GET' | 'POST',
  path: string,
  body: object | undefined,
  answer: T,
): Promise<z.infer<T>> {
  const send = connection.fetch ?? fetch;
  const response = await send(`${connection.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${connection.secretKey}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return answer.parse(await response.json());
  const text = await response.text();
  if (isFinal(response.status)) throw new GoodturnRefusal(response.status, text.slice(0, 300));
  throw new Error(`Goodturn answered ${response.status}.`);
}

/** Of the refusals only these can change their mind: too early, too many, and a key that is being rotated. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status);
}
