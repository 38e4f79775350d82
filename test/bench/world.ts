import { SECRETS, SITE_KEY } from '../support/acme.ts';

/** What the database holds before each round, in numbers. */
export type WorldSize = { referrers: number; viewers: number; friends: number };

/** What the load needs to know of it. */
export type World = {
  /** Codes of the referrers, each with a share of the friends. */
  codes: string[];
  /** Open sessions of participants with three friends and two rewards each, and the version of their `me`. */
  viewers: { session: string; tag: string }[];
  /** `friend_0` and on are bound to a referrer and have bought nothing yet. */
  friends: number;
};

const BATCH = 100;
const PARALLEL = 32;
const AMOUNT = { amount: 4200, currency: 'USD' };

/** Fills a server's empty database the way that a site does: over HTTP. */
export async function makeWorld(address: string, size: WorldSize): Promise<World> {
  const referrers = await inParallel(numbers(size.referrers), (n) => codeOf(address, `referrer_${n}`));
  const viewers = await inParallel(numbers(size.viewers), (n) => makeViewer(address, `viewer_${n}`));
  const batches = numbers(Math.ceil(size.friends / BATCH)).map((batch) =>
    numbers(BATCH).map((n) => bind(`friend_${batch * BATCH + n}`, referrers[n % referrers.length] ?? '')),
  );
  await inParallel(batches, (batch) => tell(address, batch));
  return { codes: referrers, viewers, friends: batches.length * BATCH };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

async function inParallel<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += PARALLEL) {
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(work))));
  }
  return results;
}

/** An event that binds and earns nothing, as a site tells it at sign-up. */
function bind(friend: string, referralCode: string) {
  return { type: 'signup', eventId: `signup_${friend}`, customer: { id: friend }, referralCode };
}

async function makeViewer(address: string, externalId: string): Promise<World['viewers'][number]> {
  const code = await codeOf(address, externalId);
  const friends = numbers(3).map((n) => `${externalId}_friend_${n}`);
  const [first = '', second = ''] = friends;
  await tell(address, [
    ...friends.map((friend) => bind(friend, code)),
    ...[first, second].map((friend) => ({
      type: 'purchase',
      eventId: `purchase_${friend}`,
      customer: { id: friend },
      amount: AMOUNT,
    })),
  ]);
  const { participantToken } = await asSite(address, '/v1/participant-tokens', { externalId });
  const opened = await call(
    `${address}/v1/widget/sessions`,
    { 'X-Site-Key': SITE_KEY },
    { participantToken },
  );
  const { sessionToken: session } = await opened.json();
  const me = await call(`${address}/v1/widget/me`, {
    'X-Site-Key': SITE_KEY,
    Authorization: `Bearer ${session}`,
  });
  return { session, tag: me.headers.get('etag') ?? '' };
}

async function codeOf(address: string, externalId: string): Promise<string> {
  const { codes } = await asSite(address, '/v1/participants', { externalId });
  return codes[0].code;
}

async function tell(address: string, events: object[]): Promise<void> {
  const { data } = await asSite(address, '/v1/events', events);
  const refused = data.find(({ status }: { status: number }) => status !== 201);
  if (refused) throw new Error(`An event of the set-up was refused: ${JSON.stringify(refused)}`);
}

async function asSite(address: string, path: string, body: unknown) {
  const answer = await call(
    `${address}${path}`,
    { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    body,
  );
  return answer.json();
}

async function call(url: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  const sends = { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, {
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : sends),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
