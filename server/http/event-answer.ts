import type { z } from 'zod';
import { type Event, type EventRequest, eventRequest } from '../../shared/contract/event.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { contactKeeper } from '../domain/delivery/keep-contact.ts';
import { DomainError } from '../domain/errors.ts';
import { type Accepted, acceptEvent, acceptEventIn } from '../domain/event/accept-event.ts';
import { type EventInput, identityOf, type PaymentMacs } from '../domain/event/event-input.ts';
import { participantFacts } from '../domain/participant/participant-facts.ts';
import type { Site } from '../domain/site/site.ts';
import type { RequestLine } from '../domain/telemetry.ts';
import { itemProblem } from './item-problem.ts';
import type { RouteParts } from './route-parts.ts';
import { validate } from './validate.ts';
import type { Given, Keep } from './with-idempotency.ts';

/** Takes one event in and answers it; the answer for its key is kept in the very same transaction. */
export async function answerEvent(parts: RouteParts, site: Site, told: unknown, keep: Keep): Promise<Given> {
  const input = await readEvent(parts, site, told);
  const accepted = await parts.store.write('accept-event', async (rows) => {
    const done = await acceptEventIn(rows, parts, input);
    await keep(rows, { status: done.replayed ? 200 : 201, json: done.json });
    return done;
  });
  tell(parts, site, accepted);
  const { json, replayed } = accepted;
  return { status: replayed ? 200 : 201, json, replayed };
}

/** Most items of a batch fit one request; more is a mistake to be told, not to be cut. */
const MAX_ITEMS = 100;

/**
 * One answer for each item, in order. Items go one after another, so a sign-up may precede its purchase. Answers
 * with a failure of ours among them are not kept: the same request must be able to complete it.
 */
export async function answerBatch(
  parts: RouteParts,
  batch: Batch,
  items: unknown[],
  keep: Keep,
): Promise<Given> {
  if (items.length === 0 || items.length > MAX_ITEMS) {
    throw new DomainError(
      'invalid_body',
      `An array must hold 1 to ${MAX_ITEMS} events, not ${items.length}.`,
    );
  }
  const data: ItemAnswer[] = [];
  for (const item of items) data.push(await answerItem(parts, batch, item));
  const json = JSON.stringify({ data });
  if (data.some(({ status }) => status >= 500)) return { status: 200, json, replayed: false };
  await parts.store.write('keep-answer', (rows) => keep(rows, { status: 200, json }));
  return { status: 200, json, replayed: false };
}

type Batch = { site: Site; line: RequestLine };
type ItemAnswer = { status: number } & ({ event: Event } | { problem: Problem });

async function answerItem(parts: RouteParts, { site, line }: Batch, item: unknown): Promise<ItemAnswer> {
  try {
    const input = await readEvent(parts, site, item);
    const accepted = await acceptEvent(parts, input);
    tell(parts, site, accepted);
    return { status: accepted.replayed ? 200 : 201, event: accepted.event };
  } catch (thrown) {
    const problem = itemProblem(parts, line, thrown);
    // Within a batch a malformed item is 422: the request as a whole was understood.
    const status = problem.status === 400 ? 422 : problem.status;
    return { status, problem: { ...problem, status } };
  }
}

async function readEvent(parts: RouteParts, site: Site, told: unknown): Promise<EventInput> {
  const request = validate(eventRequest, told, 'invalid_body') as z.infer<typeof eventRequest>;
  const now = parts.clock();
  return {
    site,
    request,
    trust: 'verified',
    evidence: {
      code: request.referralCode ?? null,
      token:
        request.referralToken === undefined
          ? null
          : await parts.referralTokens.verify(request.referralToken, site.id, now),
      coupon: request.coupon ?? null,
    },
    customer: participantFacts(parts, site.id, { ...request.customer, externalId: request.customer.id }, now),
    keepContact: contactKeeper(parts.sealer, site, request.customer, now),
    customerMacs: customerMacs(parts, request),
    payment: paymentMacs(parts, site.id, request),
    fingerprint: parts.digest(identityOf(request)),
    occurredAt: request.occurredAt === undefined ? now : Date.parse(request.occurredAt),
  };
}

function customerMacs({ pseudonyms }: RouteParts, { customer: { id, email } }: EventRequest): string[] {
  return [pseudonyms.customer({ id }), ...(email === undefined ? [] : [pseudonyms.customer({ email })])];
}

function paymentMacs(
  { pseudonyms }: RouteParts,
  siteId: string,
  { payment = {} }: EventRequest,
): PaymentMacs {
  const { fingerprint, bin } = payment;
  return {
    cardMac: fingerprint === undefined ? null : pseudonyms.card(siteId, fingerprint),
    binMac: bin === undefined ? null : pseudonyms.bin(siteId, bin),
  };
}

function tell(
  { telemetry, alerts, wake }: RouteParts,
  site: Site,
  { event, replayed, ordered, alerts: due }: Accepted,
): void {
  if (!replayed) telemetry.eventAccepted(site.id, event.type, event.status);
  for (const alert of due) alerts.raise(alert);
  if (ordered) wake();
}
