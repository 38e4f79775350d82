import { programLike } from '../support/acme.ts';
import type { UpstreamOrder } from '../support/harness.ts';
import type { ServerProcess } from '../support/server-process.ts';
import type { StoredBytes } from './stored-bytes.ts';
import { secretPart, type Witness } from './witness.ts';

export type Run = { server: ServerProcess; sandboxUrl: string; stored: StoredBytes; witness: Witness };

const BROWSER = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Sec-Fetch-Dest': 'document',
};

/** What a friend wants to be called; it is theirs to show, so it is stored and shown. */
export const DISPLAY_NAME = 'Canary Display Name';

const PHONE = '+1 415 555 0177';

/** What the contract lets a reward's holder do in a minute. */
const REVEALS_PER_MINUTE = 5;

export type Member = { id: string; externalId: string; code: string; session: string };

/** A member of the shop with a code and a session. */
export async function joinMember({ server, witness }: Run, externalId: string): Promise<Member> {
  const facts = personOf(witness, externalId);
  const joined = await server.site('/v1/participants', { body: { externalId, ...facts } });
  const { id, codes } = JSON.parse(await witness.hear('POST /v1/participants', joined));
  const minted = await server.site('/v1/participant-tokens', { body: { externalId, ...facts } });
  // The token carries what the site itself said about its member, and goes back to that site only.
  const { participantToken } = JSON.parse(
    await witness.hear('POST /v1/participant-tokens', minted, ['token', 'person']),
  );
  witness.keep('token', 'participant', secretPart(participantToken));
  const opened = await server.widget('/v1/widget/sessions', {
    body: { participantToken, programId: 'friends' },
  });
  const { sessionToken } = JSON.parse(await witness.hear('POST /v1/widget/sessions', opened, ['token']));
  witness.keep('token', 'session', secretPart(sessionToken));
  return {
    id,
    externalId,
    code: codes.find((each: { programId: string }) => each.programId === 'friends').code,
    session: sessionToken,
  };
}

/** A friend who follows the share link, signs up and buys. Returns the ids of the rewards that it earned. */
export async function referFriend(run: Run, member: Member, friendId: string): Promise<string[]> {
  const { server, witness } = run;
  const landed = await fetch(`${server.url}/r/${member.code}`, { headers: BROWSER, redirect: 'manual' });
  await witness.hear('GET /r/:code', landed, ['token']);
  const referralToken = new URL(landed.headers.get('location') ?? '').searchParams.get('ref') ?? '';
  witness.keep('token', 'referral', secretPart(referralToken));
  const visit = await server.widget('/v1/widget/visits', { body: { referralToken } });
  await witness.hear('POST /v1/widget/visits', visit, ['token']);

  const { email, name } = personOf(witness, friendId);
  witness.keep('person', `phone of ${friendId}`, PHONE);
  const customer = { id: friendId, email, name, phone: PHONE, displayName: DISPLAY_NAME };
  const signup = { type: 'signup', eventId: `signup_${friendId}`, customer, referralToken };
  await witness.hear('POST /v1/events', await server.site('/v1/events', { body: signup }));
  const amount = { amount: 4200, currency: 'USD' };
  const payment = { fingerprint: `canary-card-of-${friendId}`, bin: '42424242' };
  witness.keep('person', `card of ${friendId}`, payment.fingerprint);
  const purchase = { ...signup, type: 'purchase', eventId: `order_${friendId}`, amount, payment };
  const headers = { 'Idempotency-Key': `key_${friendId}` };
  const bought = await server.site('/v1/events', { body: purchase, headers });
  const { rewards } = JSON.parse(await witness.hear('POST /v1/events', bought));
  await witness.hear(
    'POST /v1/events again',
    await server.site('/v1/events', { body: [purchase, purchase] }),
  );
  return rewards.map(({ id }: { id: string }) => id);
}

function personOf(witness: Witness, externalId: string): { email: string; name: string } {
  const email = `canary.${externalId}@people.example`;
  const name = `Canary Legal Name ${externalId}`;
  witness.keep('person', `e-mail of ${externalId}`, email);
  witness.keep('person', `name of ${externalId}`, name);
  return { email, name };
}

/** What the upstream gave out and to which addresses it was told to call, by its own account. */
export async function learnFromUpstream({ sandboxUrl, witness }: Run): Promise<UpstreamOrder[]> {
  const orders = await dataOf<UpstreamOrder>(`${sandboxUrl}/__sandbox/orders`);
  for (const { PONumber, LineItems } of orders) {
    for (const { ClaimLink, ClaimLinkChallengeAnswer } of LineItems.flatMap(({ ClaimData }) => ClaimData)) {
      witness.keep('claim', `link of ${PONumber}`, secretPart(ClaimLink ?? ''));
      witness.keep('claim', `answer of ${PONumber}`, ClaimLinkChallengeAnswer ?? '');
    }
  }
  for (const address of await hookAddresses(sandboxUrl)) witness.keep('token', 'hook', secretPart(address));
  return orders;
}

export async function hookAddresses(sandboxUrl: string): Promise<string[]> {
  const requests = await dataOf<unknown>(`${sandboxUrl}/__sandbox/requests`);
  const text = JSON.stringify(requests).replaceAll('\\', '');
  return [...new Set(text.match(/\/hooks\/gift-card\/[\w/-]+/g))];
}

async function dataOf<T>(url: string): Promise<T[]> {
  const { Data } = (await (await fetch(url)).json()) as { Data: T[] };
  return Data;
}

/** The holder opens one reward in the widget and another one on its claim page, and then too often. */
export async function openRewards(run: Run, member: Member, mine: string, theirs: string): Promise<void> {
  const { server, witness } = run;
  const reveal = () =>
    server.widget(`/v1/widget/rewards/${mine}/reveal`, { method: 'POST', session: member.session });
  for (let turn = 0; turn < REVEALS_PER_MINUTE; turn += 1) {
    const body = await witness.hear('POST reveal', opened(await reveal()), ['claim', 'path']);
    if (turn === 0) witness.keep('path', mine, secretPart(JSON.parse(body).claimPageUrl));
  }
  await witness.hear('POST reveal, once too often', await reveal());
  const given = await server.site(`/v1/rewards/${theirs}/claim-page`, { method: 'POST' });
  const { claimPageUrl } = JSON.parse(await witness.hear('POST claim-page', given, ['path']));
  witness.keep('path', theirs, secretPart(claimPageUrl));
  const page = server.url + new URL(claimPageUrl).pathname;
  const markup = await witness.hear('GET /c/:claim', await fetch(page), ['path']);
  await witness.hear('HEAD /c/:claim', await fetch(page, { method: 'HEAD' }));
  const moved = await fetch(`${page}/reveal`, { redirect: 'manual' });
  await witness.hear('GET /c/:claim/reveal', moved, ['path']);
  const nonce = /name="nonce" value="([^"]+)"/.exec(markup)?.[1] ?? '';
  const body = new URLSearchParams({ nonce });
  const headers = { 'Sec-Fetch-Site': 'same-origin' };
  const pressed = await fetch(`${page}/reveal`, { method: 'POST', body, headers });
  await witness.hear('POST /c/:claim/reveal', opened(pressed), ['claim', 'path']);
  await witness.hear('GET /c/:claim again', await fetch(page), ['path']);
}

/** A run in which nothing was shown would prove nothing. */
function opened(answer: Response): Response {
  if (answer.status !== 200) throw new Error(`a reveal was answered with ${answer.status}`);
  return answer;
}

/** Two more programs, whose cards the gift-card company brings: by mail, and by post. */
export const DELIVERING = ['DigitalDelivery', 'PhysicalShipment'].map((delivery) =>
  programLike({
    id: delivery.toLowerCase(),
    rules: [
      {
        ...{ id: 'deed', on: delivery.toLowerCase() },
        rewards: [
          { to: 'participant', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery },
        ],
      },
    ],
  }),
);

const ADDRESS = {
  ...{ name: 'Canary Envelope Name', line1: '4711 Canary Street', line2: 'Canary Apartment 4711' },
  ...{ city: 'Canary Canyon City', state: 'NY', zip: '10001-4711', country: 'US' },
};

/**
 * A card by mail to an address that the site told, and one by post to what its recipient types into the claim page,
 * wrong at first. Returns the ids of both rewards.
 */
export async function deliverCards(run: Run): Promise<string[]> {
  const { server, witness } = run;
  for (const [field, text] of Object.entries(ADDRESS)) {
    if (text.length >= 10) witness.keep('person', `${field} on the envelope`, text);
  }
  const ids = [];
  for (const type of ['digitaldelivery', 'physicalshipment']) {
    const { email, name } = personOf(witness, `${type}.reader`);
    const customer = { id: `reader_${type}`, email, name, phone: PHONE };
    const body = { type, eventId: `deed_${type}`, customer };
    const told = await witness.hear('POST /v1/events', await server.site('/v1/events', { body }));
    ids.push(JSON.parse(told).rewards[0].id);
  }
  const given = await server.site(`/v1/rewards/${ids[1]}/claim-page`, { method: 'POST' });
  const { claimPageUrl } = JSON.parse(await witness.hear('POST claim-page', given, ['path']));
  witness.keep('path', 'of the card in the post', secretPart(claimPageUrl));
  const page = server.url + new URL(claimPageUrl).pathname;
  const markup = await witness.hear('GET /c/:claim', await fetch(page), ['path']);
  const nonce = /name="nonce" value="([^"]+)"/.exec(markup)?.[1] ?? '';
  const send = (change: object) =>
    fetch(`${page}/address`, {
      ...{ method: 'POST', redirect: 'manual', headers: { 'Sec-Fetch-Site': 'same-origin' } },
      body: new URLSearchParams({ nonce, ...ADDRESS, ...change }),
    });
  // Only whoever typed it sees it again, in the form that they have to mend.
  await witness.hear('POST /c/:claim/address, wrong', await send({ zip: '1' }), ['path', 'person']);
  await witness.hear('POST /c/:claim/address', await send({}), ['path']);
  await witness.hear('GET /c/:claim on its way', await fetch(page), ['path']);
  for (const address of await hookAddresses(run.sandboxUrl))
    witness.keep('token', 'hook', secretPart(address));
  return ids;
}

/** A batch that brings a card by mail to somebody of whom the site tells no id. */
export async function mailBatch({ server, witness }: Run): Promise<string> {
  const { email, name } = personOf(witness, 'batch.reader');
  const items = [{ itemId: 'row-1', recipient: { email, name, phone: PHONE } }];
  const body = { batchId: 'mailing', programId: 'digitaldelivery', delivery: 'DigitalDelivery', items };
  const given = await server.site('/v1/reward-batches', { body });
  return JSON.parse(await witness.hear('POST /v1/reward-batches', given)).id;
}
