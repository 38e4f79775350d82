import { pseudonymOf } from '../person/erase-person.ts';
import type { Rows } from '../store.ts';
import { type EventInput, NO_PAYMENT } from './event-input.ts';

/**
 * The event as it may be kept. Of somebody who was erased only that it happened: under their pseudonym, without what
 * else it tells, and binding nobody. What it refers to stays, so that a return still takes back what it has to.
 */
export async function afterErasure({ people }: Pick<Rows, 'people'>, input: EventInput): Promise<EventInput> {
  const { site, request, customerMacs } = input;
  const [byId = ''] = customerMacs;
  const erased = await people.buried(site.id, byId);
  if (!erased) return input;
  const pseudonym = pseudonymOf(erased.participantId);
  const { metadata, payment, ...told } = request;
  return {
    ...input,
    request: { ...told, customer: { id: pseudonym } },
    evidence: { code: null, token: null, coupon: null },
    customer: { siteId: site.id, externalId: pseudonym },
    keepContact: undefined,
    customerMacs: [],
    payment: NO_PAYMENT,
    fingerprint: '',
  };
}
