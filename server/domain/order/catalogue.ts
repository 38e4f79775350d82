import { type Clock, DAY_MS, SECOND_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store.ts';
import type { GiftCardAccount, GiftCards, Product } from './gift-cards.ts';

/** An account's catalogue as it was fetched last; `products` is JSON text. */
export type CatalogueRecord = { accountId: string; products: string; fetchedAt: number };

export interface CatalogueRows {
  find(accountId: string): Promise<CatalogueRecord | undefined>;
  put(record: CatalogueRecord): Promise<void>;
}

/** The vendor asks to keep the catalogue for a week and announces changes; a day is fresh enough and polite. */
const FRESH_MS = DAY_MS;

export type CatalogueParts = {
  store: Store;
  giftCards: GiftCards;
  clock: Clock;
  log: Log;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/**
 * The products that an account may order, fetched at most once a day. An old catalogue is better than none while
 * the upstream cannot be reached. Throws `overloaded` when there is none at all.
 */
export async function readCatalogue(
  parts: CatalogueParts,
  accountId: string,
): Promise<{ products: Product[]; fetchedAt: number }> {
  const kept = await parts.store.read.catalogues.find(accountId);
  if (kept && parts.clock() - kept.fetchedAt < FRESH_MS) return opened(kept);
  try {
    const account = await parts.accountOf(accountId);
    if (!account) throw new Error('the account has no credentials yet');
    const fetched = { products: await parts.giftCards.products(account), fetchedAt: parts.clock() };
    await parts.store.write('keep-catalogue', async (rows) => {
      // A site's own account is asked before its declaration is stored.
      if (!(await rows.accounts.find(accountId))) return;
      const products = JSON.stringify(fetched.products);
      await rows.catalogues.put({ accountId, products, fetchedAt: fetched.fetchedAt });
    });
    return fetched;
  } catch (cause) {
    parts.log.warn({ err: cause, accountId }, 'the catalogue could not be fetched');
    if (kept) return opened(kept);
    throw new DomainError('overloaded', 'The catalogue cannot be fetched now.', {
      cause,
      retryAfterMs: 60_000,
    });
  }
}

export type CatalogueWait = {
  /** Resolves as the work does, or to `otherwise` after so many ms. */
  answerWithin: <R>(ms: number, work: Promise<R>, otherwise: R) => Promise<R>;
};

/** How long applying a program waits for a catalogue. */
const WAIT_MS = 3 * SECOND_MS;

/** The account's products, or null when they cannot be told within 3 s: whoever asks goes on without them. */
export function productsSoon(
  parts: CatalogueParts & CatalogueWait,
  accountId: string,
): Promise<Product[] | null> {
  const reading = readCatalogue(parts, accountId).then(
    ({ products }) => products,
    () => null,
  );
  return parts.answerWithin(WAIT_MS, reading, null);
}

function opened({ products, fetchedAt }: CatalogueRecord): { products: Product[]; fetchedAt: number } {
  return { products: JSON.parse(products), fetchedAt };
}
