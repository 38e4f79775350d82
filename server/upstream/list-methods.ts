import { z } from 'zod';
import type { Branding, PacedAccount, ShippingMethod } from '../domain/order/gift-cards.ts';
import { readCataloguePage } from './read-catalogue-page.ts';
import type { Upstream } from './upstream.ts';

const id = z.string().min(1).max(200);
const named = z.object({ id, name: z.string().nullish().catch(null) });
const method = named.extend({ carriers: z.array(named).nullish().catch(null) });

/** One page is more than any list of ways to post a card that was ever seen. */
const PAGE = '?pageIndex=1&pageSize=200';

/** `GET /v1/ShippingMethods`; its shape is an assumption (gift-card-api.md section 9, row 14), so a part may be absent. */
export async function listShippingMethods(
  upstream: Upstream,
  account: PacedAccount,
): Promise<ShippingMethod[]> {
  return (await readRows(upstream, account, '/v1/ShippingMethods')).flatMap((row) => {
    const parsed = method.safeParse(row);
    if (!parsed.success) return [];
    return [{ ...withName(parsed.data), carriers: (parsed.data.carriers ?? []).map(withName) }];
  });
}

/** `GET /v1/Brandings`, equally assumed. */
export async function listBrandings(upstream: Upstream, account: PacedAccount): Promise<Branding[]> {
  return (await readRows(upstream, account, '/v1/Brandings')).flatMap((row) => {
    const parsed = named.safeParse(row);
    return parsed.success ? [withName(parsed.data)] : [];
  });
}

function withName({ id: known, name }: z.infer<typeof named>): Branding {
  return { id: known, name: name || known };
}

async function readRows(upstream: Upstream, account: PacedAccount, path: string): Promise<unknown[]> {
  return (await readCataloguePage(upstream, account, path + PAGE)).rows;
}
