import type { Rule } from '../../../shared/contract/program.ts';
import { frozenAt } from '../site/program.ts';
import type { Past } from './past.ts';
import type { View } from './view.ts';

/**
 * Whether the event is the customer's first of its type, and whether the customer was new when the referral began.
 * The site may say so (`isNew`), may have imported those it knew before, and what was told here counts as well.
 */
export async function readNewness(
  rows: Past,
  { input, program, version, attribution }: View,
  rules: Rule[],
): Promise<{ isFirst: boolean; isNewCustomer: boolean }> {
  const { site, request, customerMacs } = input;
  const asksFirst = rules.some(({ when }) => when.firstOnly);
  const asksNew = frozenAt(program, version).eligibility.newCustomersOnly === true;
  if (!asksFirst && !asksNew) return { isFirst: true, isNewCustomer: true };
  const isKnown = await rows.knownCustomers.has(site.id, customerMacs);
  const { id, isNew } = request.customer;
  const earlier = isKnown ? 0 : await rows.events.firstAt(site.id, id, request.type);
  const isFirst = isNew !== false && earlier === null;
  if (!asksNew) return { isFirst, isNewCustomer: true };
  if (isKnown) return { isFirst, isNewCustomer: false };
  const bought = request.type === 'purchase' ? earlier : await rows.events.firstAt(site.id, id, 'purchase');
  const since = attribution.referral?.createdAt ?? null;
  // Somebody who bought through the referral stays its new customer, whatever the shop calls them at the next order.
  const isNewCustomer = bought === null ? isNew !== false : since !== null && bought >= since;
  return { isFirst, isNewCustomer };
}
