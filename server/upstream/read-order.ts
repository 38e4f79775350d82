import { z } from 'zod';
import { fromDecimal } from '../../shared/money.ts';
import type { Card, OrderLine, OrderSnapshot } from '../domain/order/gift-cards.ts';
import { readCharge } from './read-amount.ts';
import { readTracking, trackingFields } from './read-tracking.ts';

/** Ids are put into paths, where a dot segment would lead elsewhere. */
export const orderId = z.string().regex(/^(?!\.{1,2}$)[^\p{Cc}]{1,200}$/u);

const claimDatum = z.object({
  claimlink: z.string().nullish().catch(null),
  claimlinkchallengeanswer: z.string().nullish().catch(null),
});

/**
 * What is needed to know an order again must be there and readable; all else may be absent. Keys are lower
 * case and numbers are text (see read-any-case.ts). The request's default quantity is taken for an absent one.
 */
const orderBody = z.object({
  id: orderId,
  type: z.string().min(1),
  status: z.string().nullish(),
  ...trackingFields,
  ponumber: z.string().nullish(),
  lineitems: z.array(
    z.object({
      productid: z.string(),
      value: z.string(),
      quantity: z
        .string()
        .regex(/^\d{1,6}$/)
        .nullish(),
      cost: z.string().nullish(),
      claimdata: z.array(claimDatum).nullish(),
      ...trackingFields,
    }),
  ),
});

type LineBody = z.infer<typeof orderBody>['lineitems'][number];

/** Not documented, like any other word of an order's way. */
const DELIVERED = 'delivered';

/** Words of gift-card-api.md section 5.4; only the first two are documented, the rest is assumed. */
const STATES: ReadonlyMap<string, OrderSnapshot['state']> = new Map([
  ['completed', 'completed'],
  ['pending', 'pending'],
  ['complete', 'completed'],
  ['fulfilled', 'completed'],
  // Of a card in the post, which we have nothing more to do for.
  ['shipped', 'completed'],
  [DELIVERED, 'completed'],
  ['processing', 'pending'],
  ['inprogress', 'pending'],
  ['created', 'pending'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['cancelled', 'failed'],
  ['canceled', 'failed'],
  ['rejected', 'failed'],
]);

/** Whether we know what a status word means; warn about the others, they read as pending. */
export function isKnownStatus(word: string): boolean {
  return STATES.has(word.toLowerCase());
}

/** An order as the upstream tells it, amounts read in `currency`; null when it cannot be read for certain. */
export function readOrder(body: unknown, currency: string): OrderSnapshot | null {
  const parsed = orderBody.safeParse(body);
  if (!parsed.success) return null;
  const { id, type, ponumber, lineitems } = parsed.data;
  const lines = lineitems.map((line) => readLine(line, currency));
  if (!lines.every((line) => line !== null)) return null;
  const cards = lineitems.flatMap((line) => line.claimdata ?? []).map(readCard);
  const statusWord = (parsed.data.status ?? '').slice(0, 60);
  return {
    upstreamId: id,
    poNumber: ponumber ?? null,
    type,
    state: stateOf(statusWord, type, lines, cards),
    statusWord,
    lines,
    cards,
    isDelivered: statusWord.toLowerCase() === DELIVERED,
    tracking: [parsed.data, ...lineitems].map(readTracking).find((each) => each !== null) ?? null,
  };
}

function readLine(line: LineBody, currency: string): OrderLine | null {
  const value = fromDecimal(line.value, currency);
  if (value === null) return null;
  return {
    productId: line.productid,
    value,
    quantity: Number(line.quantity ?? 1),
    cost: line.cost ? readCharge(line.cost, currency) : null,
  };
}

/** People are sent to this link: anything but a web address is no link. */
function readCard(datum: z.infer<typeof claimDatum>): Card {
  const link = datum.claimlink ?? '';
  return {
    claimLink: /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null,
    challengeAnswer: datum.claimlinkchallengeanswer || null,
  };
}

/** "Completed" is not believed of a Links order until there is one link for each card that was bought. */
function stateOf(
  statusWord: string,
  type: string,
  lines: OrderLine[],
  cards: Card[],
): OrderSnapshot['state'] {
  const state = STATES.get(statusWord.toLowerCase()) ?? 'pending';
  if (state !== 'completed' || type.toLowerCase() !== 'links') return state;
  const bought = lines.reduce((sum, line) => sum + line.quantity, 0);
  const links = cards.filter((card) => card.claimLink !== null).length;
  return bought > 0 && links === bought ? 'completed' : 'pending';
}
