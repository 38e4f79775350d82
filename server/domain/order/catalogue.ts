import { DAY_MS, SECOND_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Catalogue, type CatalogueRecord, openCatalogue, toRecord } from './catalogue-record.ts';
import type { GiftCardAccount, GiftCards, PacedAccount } from './gift-cards.ts';
import { pacedAccount, type TurnParts } from './take-turn.ts';

/** The vendor asks to keep the catalogue for a week and announces changes; a day is fresh enough and polite. */
const FRESH_MS = DAY_MS;

/** At the default pace more pages than any catalogue has; one that is slowed down for longer is read another time. */
const TURNS_WITHIN_MS = 30 * SECOND_MS;

export type CatalogueParts = TurnParts & {
  giftCards: GiftCards;
  log: Log;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/**
 * What an account may order and how it can be sent, fetched at most once a day. An old catalogue is better than none while
 * the upstream cannot be reached. Throws `upstream_unavailable` when there is none at all.
 */
export async function readCatalogue(
  parts: CatalogueParts,
  accountId: string,
): Promise<Catalogue & { fetchedAt: number }> {
  const kept = await parts.store.read.catalogues.find(accountId);
  if (kept && parts.clock() - kept.fetchedAt < FRESH_MS) return opened(kept);
  try {
    const account = await parts.accountOf(accountId);
    if (!account) throw new Error('the account has no credentials yet');
    const pace = { latest: parts.clock() + TURNS_WITHIN_MS, taken: 0 };
    const fetched = {
      ...(await fetchLists(parts, pacedAccount(parts, account, pace))),
      fetchedAt: parts.clock(),
    };
    await parts.store.write('keep-catalogue', async (rows) => {
      // A site's own account is asked before its declaration is stored.
      if (!(await rows.accounts.find(accountId))) return;
      await rows.catalogues.put(toRecord(accountId, fetched, fetched.fetchedAt));
      const costs = fetched.products.map(({ id, cost }) => ({ productId: id, ...cost }));
      await rows.catalogues.putCosts(accountId, costs);
    });
    return fetched;
  } catch (cause) {
    parts.log.warn({ err: cause, accountId }, 'the catalogue could not be fetched');
    if (kept) return opened(kept);
    throw new DomainError('upstream_unavailable', 'The catalogue cannot be fetched now.', {
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

/** The account's catalogue, or null when it cannot be told within 3 s: whoever asks goes on without it. */
export function catalogueSoon(
  parts: CatalogueParts & CatalogueWait,
  accountId: string,
): Promise<Catalogue | null> {
  const reading = readCatalogue(parts, accountId).catch(() => null);
  return parts.answerWithin<Catalogue | null>(WAIT_MS, reading, null);
}

/** Products are what a catalogue is for; without the other lists, which few accounts use, it is good enough. */
async function fetchLists({ giftCards, log }: CatalogueParts, account: PacedAccount): Promise<Catalogue> {
  const orNull = <R>(list: string, reading: Promise<R>): Promise<R | null> =>
    reading.catch((err: unknown) => {
      log.warn({ err, accountId: account.id, list }, 'a list of the upstream could not be fetched');
      return null;
    });
  return {
    products: await giftCards.products(account),
    shippingMethods: await orNull('shipping methods', giftCards.shippingMethods(account)),
    brandings: await orNull('brandings', giftCards.brandings(account)),
  };
}

function opened(kept: CatalogueRecord): Catalogue & { fetchedAt: number } {
  return { ...openCatalogue(kept), fetchedAt: kept.fetchedAt };
}
