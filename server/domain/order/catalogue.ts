import { DAY_MS, SECOND_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Log } from '../log.ts';
import { REST_MS, type Readings } from './catalogue-readings.ts';
import { type Catalogue, type CatalogueRecord, openCatalogue, toRecord } from './catalogue-record.ts';
import type { GiftCardAccount, GiftCards, PacedAccount } from './gift-cards.ts';
import { type LookTurnParts, lookInTurns } from './look-turns.ts';

/** The vendor asks to keep the catalogue for a week and announces changes; a day is fresh enough and polite. */
const FRESH_MS = DAY_MS;

/** At the default pace more pages than any catalogue has; one that is slowed down for longer is read another time. */
const TURNS_WITHIN_MS = 30 * SECOND_MS;

/** As it was fetched at `fetchedAt` (epoch ms). */
export type FetchedCatalogue = Catalogue & { fetchedAt: number };

export type CatalogueParts = LookTurnParts & {
  giftCards: GiftCards;
  log: Log;
  /** Those of this process. */
  catalogueReadings: Readings<FetchedCatalogue>;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/**
 * What an account may order and how it can be sent, fetched at most once a day. An old catalogue is better than none while
 * the upstream cannot be reached. Throws `upstream_unavailable` when there is none at all.
 */
export async function readCatalogue(parts: CatalogueParts, accountId: string): Promise<FetchedCatalogue> {
  const kept = await parts.store.read.catalogues.find(accountId);
  if (kept && parts.clock() - kept.fetchedAt < FRESH_MS) return opened(kept);
  try {
    const account = await parts.accountOf(accountId);
    if (!account) throw new Error('the account has no credentials yet');
    return await parts.catalogueReadings(accountId, () => fetchCatalogue(parts, account));
  } catch (cause) {
    if (kept) return opened(kept);
    throw new DomainError('upstream_unavailable', 'The catalogue cannot be fetched now.', {
      cause,
      retryAfterMs: REST_MS,
    });
  }
}

async function fetchCatalogue(parts: CatalogueParts, account: GiftCardAccount): Promise<FetchedCatalogue> {
  const { id } = account;
  const lists = await fetchLists(parts, account).catch((err: unknown) => {
    parts.log.warn({ err, accountId: id }, 'the catalogue could not be fetched');
    throw err;
  });
  const fetched = { ...lists, fetchedAt: parts.clock() };
  await parts.store.write('keep-catalogue', async (rows) => {
    // A site's own account is asked before its declaration is stored.
    if (!(await rows.accounts.find(id))) return;
    await rows.catalogues.put(toRecord(id, fetched, fetched.fetchedAt));
    const costs = fetched.products.map(({ id: productId, cost }) => ({ productId, ...cost }));
    await rows.catalogues.putCosts(id, costs);
  });
  return fetched;
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
async function fetchLists(parts: CatalogueParts, account: GiftCardAccount): Promise<Catalogue> {
  const { giftCards, log } = parts;
  const latest = parts.clock() + TURNS_WITHIN_MS;
  async function fetch<R extends object>(list: (paced: PacedAccount) => Promise<R>): Promise<R> {
    const fetched = await lookInTurns(parts, account, latest, list);
    if (fetched === null) throw new Error('no turn of the account comes in time');
    return fetched;
  }
  const orNull = <R>(list: string, reading: Promise<R>): Promise<R | null> =>
    reading.catch((err: unknown) => {
      log.warn({ err, accountId: account.id, list }, 'a list of the upstream could not be fetched');
      return null;
    });
  return {
    products: await fetch((paced) => giftCards.products(paced)),
    shippingMethods: await orNull(
      'shipping methods',
      fetch((paced) => giftCards.shippingMethods(paced)),
    ),
    brandings: await orNull(
      'brandings',
      fetch((paced) => giftCards.brandings(paced)),
    ),
  };
}

function opened(kept: CatalogueRecord): FetchedCatalogue {
  return { ...openCatalogue(kept), fetchedAt: kept.fetchedAt };
}
