import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../server/storage/open-database.ts';
import type { Tables } from '../../../server/storage/tables.ts';
import { findCanaries } from '../../leaks/canaries.ts';
import { secretPart } from '../../leaks/witness.ts';
import { DIALECTS } from '../../support/databases.ts';
import { startHarness } from '../../support/harness.ts';
import { type Member, member, purchase, signIn } from '../support/people.ts';

type Secrets = { link: string; answer: string };

/** What is stored of two gift cards that one person has. */
type Pair = { mine: string; other: string };

const SWAPS: [string, (pair: Pair) => string][] = [
  [
    'link and answer of one reward',
    ({ mine }) =>
      `update claim set "sealedLink" = "sealedAnswer", "sealedAnswer" = "sealedLink" where "rewardId" = '${mine}'`,
  ],
  ['the link of another reward', (pair) => takenFromOther('sealedLink', pair)],
  ['the answer of another reward', (pair) => takenFromOther('sealedAnswer', pair)],
  ['the path of another reward', (pair) => takenFromOther('sealedPath', pair)],
  [
    'a link without its last character',
    ({ mine }) =>
      `update claim set "sealedLink" = substr("sealedLink", 1, length("sealedLink") - 1) where "rewardId" = '${mine}'`,
  ],
];

function takenFromOther(column: string, { mine, other }: Pair): string {
  return `update claim set "${column}" = (select "${column}" from claim where "rewardId" = '${other}') where "rewardId" = '${mine}'`;
}

describe.each(DIALECTS)('the two secrets of a claim on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const database = await openDatabase<Tables>(goodturn.databaseUrl);
  afterAll(() => database.close());
  let ada: Member;
  let session: string;
  let pair: Pair;
  let secrets: Map<string, Secrets>;

  beforeEach(async () => {
    goodturn.clock.now += 60_000;
    ada = await member(goodturn);
    session = await signIn(goodturn, ada);
    for (const _friend of ['bea', 'cyd'])
      await goodturn.post('/v1/events', purchase({ referralCode: ada.code }));
    await goodturn.deps.worker.settle();
    const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
    const [mine, other] = me.rewards.map(({ id }: { id: string }) => id);
    pair = { mine, other };
    secrets = await upstreamSecrets();
    for (const id of [mine, other]) await goodturn.post(`/v1/rewards/${id}/claim-page`, {});
  });

  async function upstreamSecrets(): Promise<Map<string, Secrets>> {
    const orders = await goodturn.upstreamOrders();
    return new Map(
      orders.map(({ PONumber, LineItems }) => {
        const [card] = LineItems.flatMap(({ ClaimData }) => ClaimData);
        return [PONumber, { link: card?.ClaimLink ?? '', answer: card?.ClaimLinkChallengeAnswer ?? '' }];
      }),
    );
  }

  async function secretsOf(rewardId: string): Promise<Secrets> {
    const [order] = await database.read
      .selectFrom('order')
      .select('poNumber')
      .where('rewardId', '=', rewardId)
      .execute();
    return secrets.get(order?.poNumber ?? '') ?? { link: '', answer: '' };
  }

  function auditOf(rewardId: string) {
    return database.read
      .selectFrom('audit')
      .selectAll()
      .where('subjectId', '=', rewardId)
      .orderBy('id')
      .execute();
  }

  function canaries() {
    return [...secrets].flatMap(([number, { link, answer }]) => [
      { what: `link of ${number}`, text: secretPart(link) },
      { what: `answer of ${number}`, text: answer },
    ]);
  }

  const reveal = (id: string) => goodturn.widget('POST', `/v1/widget/rewards/${id}/reveal`, { session });

  test('29: are given together to the holder, each from its own seal', async () => {
    const { link, answer } = await secretsOf(pair.mine);
    expect(await (await reveal(pair.mine)).json()).toMatchObject({
      claimLink: link,
      challengeAnswer: answer,
    });
    const stored = await database.read.selectFrom('claim').selectAll().execute();
    expect(findCanaries([{ place: 'claim', bytes: JSON.stringify(stored) }], canaries())).toEqual([]);
  });

  test.each(SWAPS)('29: %s opens nothing, in the widget and on the page', async (_what, swap) => {
    const given = await goodturn.post(`/v1/rewards/${pair.mine}/claim-page`, {});
    const path = new URL((await given.json()).claimPageUrl).pathname;
    await database.write('break', (db) => sql.raw(swap(pair)).execute(db));

    const refused = await reveal(pair.mine);
    expect(refused.status).toBe(500);
    const problem = await refused.json();
    expect(problem).toEqual({
      type: '/docs#problem-internal',
      title: expect.any(String),
      status: 500,
      detail: 'An unexpected error happened. It was logged under this requestId.',
      code: 'internal',
      errors: [],
      requestId: refused.headers.get('x-request-id'),
    });

    const page = await (await goodturn.app.request(path)).text();
    const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const pressed = await goodturn.app.request(`${path}/reveal`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ nonce }),
    });
    expect(pressed.status).toBe(500);
    const shown = [JSON.stringify(problem), page, await pressed.text()].join();
    expect(findCanaries([{ place: 'answers', bytes: shown }], canaries())).toEqual([]);
    // Nobody has seen anything, so nothing may say so: a refund can still take the gift card back.
    const reward = await (await goodturn.get(`/v1/rewards/${pair.mine}`)).json();
    expect(reward).toMatchObject({ status: 'issued', reason: 'order_completed' });
    expect((await auditOf(pair.mine)).map(({ reason }) => reason)).not.toContain('claim_revealed');
    // What is broken is broken alone.
    expect((await reveal(pair.other)).status).toBe(200);
  });

  test('29: a page whose path is not its own is given to nobody, and not written down as given', async () => {
    const before = await auditOf(pair.mine);
    await database.write('break', (db) => sql.raw(takenFromOther('sealedPath', pair)).execute(db));
    const refused = await goodturn.post(`/v1/rewards/${pair.mine}/claim-page`, {});
    expect(refused.status).toBe(500);
    expect(await auditOf(pair.mine)).toEqual(before);
  });

  test('29: each time that somebody is given one or its page, the audit says who, and no secret', async () => {
    const { claimPageUrl } = await (await goodturn.post(`/v1/rewards/${pair.mine}/claim-page`, {})).json();
    await reveal(pair.mine);
    await reveal(pair.mine);
    const entries = await auditOf(pair.mine);
    expect(entries.slice(-4).map(({ actor, reason }) => [actor, reason])).toEqual([
      ['key:shop', 'claim_page_given'],
      ['key:shop', 'claim_page_given'],
      [`participant:${ada.id}`, 'claim_revealed'],
      [`participant:${ada.id}`, 'claim_revealed'],
    ]);
    const sought = [...canaries(), { what: 'path', text: secretPart(claimPageUrl) }];
    expect(findCanaries([{ place: 'audit', bytes: JSON.stringify(entries) }], sought)).toEqual([]);
  });
});
