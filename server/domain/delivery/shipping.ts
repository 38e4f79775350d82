import type { ShippingMethod } from '../order/gift-cards.ts';
import type { RewardOptions } from './options.ts';

/** What the vendor's own examples say, for an account whose list has never been read. */
const EXAMPLE = { method: 'STANDARD', carrier: 'DEFAULT' };

/**
 * The method and carrier of a shipment: those that the rule names, else the first that the upstream lists, which it
 * puts first for that. The list is null where it is not known.
 */
export function shippingOf(
  options: RewardOptions | null,
  methods: ShippingMethod[] | null,
): { shippingMethodId: string; carrierId: string } {
  const named = options?.shipping;
  const carrier = named?.carrier;
  const method = methods?.find(({ id, carriers }) =>
    named?.method === undefined
      ? carrier === undefined || carriers.some((each) => each.id === carrier)
      : id === named.method,
  );
  return {
    shippingMethodId: named?.method ?? method?.id ?? EXAMPLE.method,
    carrierId: carrier ?? method?.carriers[0]?.id ?? EXAMPLE.carrier,
  };
}
