import { type PacedAccount, SlowedDown } from '../domain/order/gift-cards.ts';
import { endingOf } from './ending.ts';
import { type ListPage, readList } from './read-list.ts';
import type { Upstream } from './upstream.ts';

/** The catalogue could not be read whole; a part of it would make good programs look wrong, so there is none. */
class CatalogueUnavailable extends Error {
  override name = 'CatalogueUnavailable';
}

/** A page of one of the catalogue's lists. Throws `CatalogueUnavailable`, or `SlowedDown`, where there is none. */
export async function readCataloguePage(
  { call }: Upstream,
  account: PacedAccount,
  path: string,
): Promise<ListPage> {
  const answer = await call(account, { method: 'GET', path });
  const isDone = answer.kind === 'answer' && answer.meaning === 'done';
  const list = isDone ? readList(answer.body) : null;
  if (list) return list;
  const ending =
    answer.kind === 'answer' ? endingOf(answer.meaning, answer.detail, answer.retryAfterMs) : answer;
  if (ending.kind === 'slowed') throw new SlowedDown(ending.detail, ending.retryAfterMs);
  throw new CatalogueUnavailable(ending.detail);
}
