import type { Money } from '../../../shared/money.ts';
import type { FieldFault } from '../errors.ts';
import type { Product } from '../order/gift-cards.ts';
import { rewardFaults } from '../site/catalogue-faults.ts';
import { addressOf } from './address-of.ts';
import type { BatchDefaults } from './defaults.ts';
import type { BatchTerms, ReadItem, SoundItem } from './item.ts';
import { throughAll } from './read-items.ts';
import { Report } from './report.ts';

/** What the rows of a batch are compared with. */
type Surroundings = {
  terms: BatchTerms;
  defaults: BatchDefaults;
  /** Null where the catalogue was never told: a list that is not known accuses nobody. */
  products: Product[] | null;
  /** The site's own ids of people whom it has blocked. */
  blocked: ReadonlySet<string>;
  breathe: () => Promise<void>;
};

/** Compares every row with the program, the catalogue and the other rows. Throws `invalid_body` with all faults. */
export async function checkItems(
  items: readonly ReadItem[],
  surroundings: Surroundings,
): Promise<SoundItem[]> {
  const report = new Report();
  const sound: SoundItem[] = [];
  const seen = new Map<string, string>();
  const misfits = misfitsOf(surroundings);
  let currency: string | undefined;
  await throughAll(items, surroundings.breathe, ({ request, path }, at) => {
    const { itemId, recipient, productId, value, ...checked } = withDefaults(request, surroundings);
    const faults = [...checked.faults];
    const earlier = seen.get(itemId);
    if (earlier !== undefined) faults.push({ path: 'itemId', message: `stands at ${earlier} already` });
    seen.set(itemId, path('itemId'));
    currency ??= value?.currency;
    if (value && value.currency !== currency) {
      faults.push({ path: 'value.currency', message: `must be ${currency}, as in the first row` });
    }
    if (productId !== null && value) faults.push(...misfits(productId, value));
    if (recipient.externalId !== undefined && surroundings.blocked.has(recipient.externalId)) {
      faults.push({ path: 'recipient.externalId', message: 'is somebody whom the site has blocked' });
    }
    const way = addressOf(recipient, surroundings.terms.delivery, surroundings.defaults.options);
    if ('faults' in way) faults.push(...way.faults);
    for (const each of faults) report.add(at, { path: path(each.path), message: each.message });
    if ('faults' in way || productId === null || !value) return;
    const { externalId = null } = recipient;
    const message = request.message ?? null;
    sound.push({ itemId, externalId, address: way.address, productId, value, message });
  });
  report.refuse(items.length);
  return sound;
}

function withDefaults(request: ReadItem['request'], { defaults }: Surroundings) {
  const productId = request.productId ?? defaults.productId;
  const value = request.value ?? defaults.value;
  const missing = 'must be given, since not all rewards of the program share one';
  return {
    ...request,
    productId,
    value,
    faults: [
      ...(productId === null ? [{ path: 'productId', message: missing }] : []),
      ...(value === null ? [{ path: 'value', message: missing }] : []),
    ],
  };
}

/** Faults of a gift card and a value together; most rows share them, so each pair is looked at once. */
function misfitsOf({ terms: { delivery }, products }: Surroundings) {
  const known = new Map<string, FieldFault[]>();
  return (productId: string, value: Money): FieldFault[] => {
    if (!products) return [];
    const key = `${value.amount} ${value.currency} ${productId}`;
    const faults = known.get(key) ?? rewardFaults({ productId, value, delivery }, products);
    known.set(key, faults);
    return faults;
  };
}
