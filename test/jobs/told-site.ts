import { announce } from '../../server/domain/webhook/announce.ts';
import type { PostResult, WebhookMessage } from '../../server/domain/webhook/webhook.ts';
import type { WebhookDeliveryAnswer, WebhookEndpointAnswer } from '../../shared/contract/webhook.ts';
import type { Dialect } from '../support/databases.ts';
import type { startHarness } from '../support/harness.ts';
import { startOrdering } from './ordering.ts';

type Letter = { url: string; secrets: string[]; id: string; body: string; at: number };
type Answer = (letter: Letter) => PostResult | Promise<PostResult>;

export const ok: PostResult = { kind: 'answered', status: 200, retryAfterMs: null };

export function status(code: number, retryAfterMs: number | null = null): PostResult {
  return { kind: 'answered', status: code, retryAfterMs };
}

/** A server whose messages go to the test instead of the network, and whose time the test moves. */
export async function startTelling(
  dialect: Dialect,
  options: NonNullable<Parameters<typeof startHarness>[1]> = {},
) {
  const letters: Letter[] = [];
  const script: { answer: Answer } = { answer: () => ok };
  const goodturn = await startOrdering(dialect, {
    ...options,
    overrides: {
      ...options.overrides,
      async post(sent) {
        const letter = { ...sent, at: goodturn.clock.now };
        letters.push(letter);
        return script.answer(letter);
      },
    },
  });
  const { deps, clock } = goodturn;
  let endpoints = 0;
  let told = 0;

  async function makeEndpoint(change: object = {}): Promise<{ id: string; url: string; secret: string }> {
    endpoints += 1;
    const url = `https://receiver-${endpoints}.example/in`;
    const made = await goodturn.post('/v1/webhook-endpoints', {
      name: `endpoint ${endpoints}`,
      url,
      ...change,
    });
    if (made.status !== 201) throw new Error(await made.text());
    const { endpoint, secret } = await made.json();
    return { id: endpoint.id, url: endpoint.url, secret };
  }

  return {
    ...goodturn,
    letters,
    script,
    makeEndpoint,
    /** Letters to one endpoint. */
    to: ({ url }: { url: string }) => letters.filter((letter) => letter.url === url),
    /** Announces so many budgets at this instant. */
    async tell(count = 1, siteId = 'acme'): Promise<void> {
      const data = { programId: 'friends', status: 'low' } as const;
      const before = told;
      for (; told < before + count; told += 1) {
        await deps.store.write('give-reward', (rows) =>
          announce(rows, deps.ids, clock.now, [{ siteId, type: 'budget.low', data }]),
        );
      }
    },
    /** Lets the worker's time pass, and sends what is due by then. */
    async passTime(ms: number): Promise<void> {
      clock.now += ms;
      await deps.deliveries.settle();
    },
    async endpointNow(id: string): Promise<WebhookEndpointAnswer> {
      return (await goodturn.get(`/v1/webhook-endpoints/${id}`)).json();
    },
    async deliveriesOf(id: string, query = ''): Promise<WebhookDeliveryAnswer[]> {
      const answer = await goodturn.get(`/v1/webhook-endpoints/${id}/deliveries?limit=200${query}`);
      return (await answer.json()).data;
    },
  };
}

export type Telling = Awaited<ReturnType<typeof startTelling>>;

/** Everything that was written into the outbox, oldest first. */
export async function outbox({ deps }: Pick<Telling, 'deps'>, endpointId: string): Promise<WebhookMessage[]> {
  const { webhookDeliveries } = deps.store.read;
  const listed = await webhookDeliveries.list({ endpointId, before: null, limit: 10_000 });
  const messages = await Promise.all(listed.map(({ messageId }) => webhookDeliveries.message(messageId)));
  return messages.flatMap((message) => message ?? []).reverse();
}
