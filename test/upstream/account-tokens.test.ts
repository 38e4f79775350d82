import { describe, expect, test } from 'vitest';
import { linksOrder } from './order-bodies.ts';
import { setUpUpstream } from './set-up.ts';

const stand = setUpUpstream();
const ORDER = 'GET /v1/Orders/up-1';

function look() {
  return stand.cards.look(stand.account, 'up-1', 'USD', 'cards');
}

function tokenCalls() {
  return stand.upstream.seen('POST /v1/Tokens');
}

describe('the bearer token', () => {
  test('is asked for with the two documented headers and no body, and sent with every other call', async () => {
    stand.upstream.on(ORDER, { body: linksOrder() });
    expect((await look()).kind).toBe('found');
    const [call] = tokenCalls();
    expect(call?.headers).toMatchObject({ email: 'owner@shop.example.com', accesstoken: 'account-s3cret' });
    expect(call?.body).toBe('');
    expect(stand.upstream.seen(ORDER)[0]?.headers.authorization).toBe('Bearer bearer-1');
  });

  test('is asked for once, however many calls wait for it', async () => {
    stand.upstream.on(ORDER, { body: linksOrder() });
    const looks = await Promise.all(Array.from({ length: 20 }, look));
    expect(looks.every(({ kind }) => kind === 'found')).toBe(true);
    expect(tokenCalls()).toHaveLength(1);
  });

  test.each([
    ['a minute before its end when it lives long', 3600, 3540],
    ['after nine tenths of a short life', 100, 90],
  ])('is renewed %s', async (_name, lifeSeconds, renewSeconds) => {
    stand.upstream.on('POST /v1/Tokens', { body: { value: 'short', expiresIn: lifeSeconds } });
    stand.upstream.on(ORDER, { body: linksOrder() });
    const startMs = stand.clock.nowMs;
    await look();
    stand.clock.nowMs = startMs + renewSeconds * 1000 - 1;
    await look();
    expect(tokenCalls()).toHaveLength(1);
    stand.clock.nowMs = startMs + renewSeconds * 1000;
    await look();
    expect(tokenCalls()).toHaveLength(2);
  });

  test('belongs to one account; other credentials get their own', async () => {
    stand.upstream.on(ORDER, { body: linksOrder() });
    await look();
    await stand.cards.look({ ...stand.account, id: 'other' }, 'up-1', 'USD', 'cards');
    await stand.cards.look({ ...stand.account, token: 'rotated' }, 'up-1', 'USD', 'cards');
    expect(tokenCalls().map(({ headers }) => headers.accesstoken)).toEqual([
      'account-s3cret',
      'account-s3cret',
      'rotated',
    ]);
  });

  test('that ended early is renewed once and the same request repeated', async () => {
    stand.upstream.on(ORDER, { status: 401 }, { body: linksOrder() });
    expect((await look()).kind).toBe('found');
    expect(stand.upstream.seen(ORDER).map(({ headers }) => headers.authorization)).toEqual([
      'Bearer bearer-1',
      'Bearer bearer-2',
    ]);
  });

  test('that ended for many calls at once is renewed once', async () => {
    stand.upstream.on(ORDER, ({ headers }) =>
      headers.authorization === 'Bearer bearer-1' ? { status: 401 } : { body: linksOrder() },
    );
    const looks = await Promise.all(Array.from({ length: 10 }, look));
    expect(looks.every(({ kind }) => kind === 'found')).toBe(true);
    expect(tokenCalls()).toHaveLength(2);
  });

  test('refused twice means that the account is disabled', async () => {
    stand.upstream.on(ORDER, { status: 401 });
    expect((await look()).kind).toBe('disabled');
    expect(stand.upstream.seen(ORDER)).toHaveLength(2);
    expect(tokenCalls()).toHaveLength(2);
  });

  test.each([
    ['bad credentials', { status: 401 }, 'disabled'],
    ['access switched off', { status: 403 }, 'disabled'],
    ['too many calls', { status: 429, headers: { 'Retry-After': '3' } }, 'slowed'],
    ['a wrong address', { status: 404 }, 'unknown'],
    ['a broken upstream', { status: 500 }, 'unknown'],
    ['a redirect', { status: 302, headers: { Location: '/elsewhere' } }, 'unknown'],
    ['a body without token', { body: { ExpiresIn: 3600 } }, 'unknown'],
    ['a token that no header could carry', { body: { Value: 'a\r\nX-Evil: 1', ExpiresIn: 3600 } }, 'unknown'],
    ['half a body', { body: { Value: 'abc', ExpiresIn: 3600 }, fault: 'half' as const }, 'unknown'],
  ])('not given out because of %s: nothing is called, the ending says why', async (_name, step, kind) => {
    stand.upstream.on('POST /v1/Tokens', step);
    expect((await look()).kind).toBe(kind);
    expect(stand.upstream.seen(ORDER)).toHaveLength(0);
  });

  test('a failed token call is not remembered', async () => {
    stand.upstream.on('POST /v1/Tokens', { status: 503 }, { body: { Value: 'late', ExpiresIn: 3600 } });
    stand.upstream.on(ORDER, { body: linksOrder() });
    expect((await look()).kind).toBe('unknown');
    expect((await look()).kind).toBe('found');
  });
});
