import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ApiFault, createApiClient } from '../../widget/api-client.ts';
import { fakeApi, json, sessionAnswer } from './support/fake-api.ts';

const api = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function faultOf(call: Promise<unknown>): Promise<ApiFault> {
  const caught = call.then(
    () => null,
    (error: ApiFault) => error,
  );
  await vi.runAllTimersAsync();
  const fault = await caught;
  if (!fault) throw new Error('The call should have failed.');
  return fault;
}

describe('api client', () => {
  test('every call names the site, and a session travels in the header only', async () => {
    const { sent } = fakeApi({ 'GET me': () => json({}) });
    await api.readMe('session-1', '"v0"');
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      'X-Site-Key': 'pk_acme',
      Authorization: 'Bearer session-1',
      'If-None-Match': '"v0"',
    });
  });

  test('an unchanged `me` is null', async () => {
    fakeApi({ 'GET me': () => new Response(null, { status: 304 }) });
    expect(await api.readMe('session-1', '"v1"')).toBeNull();
  });

  test('a lost connection is tried three times, then it is `offline`', async () => {
    const { sent } = fakeApi({ 'POST sessions': () => Promise.reject(new TypeError('network')) });
    expect((await faultOf(api.openSession({ participantToken: 't' }))).kind).toBe('offline');
    expect(sent).toHaveLength(3);
  });

  test('a silent API beside files that come is a page on an origin that nobody listed, and the console says which', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const fresh = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
    fakeApi({
      'POST sessions': () => Promise.reject(new TypeError('Failed to fetch')),
      'GET /widget/manifest.json': () => json({ files: [] }),
    });
    expect((await faultOf(fresh.openSession({ participantToken: 't' }))).kind).toBe('foreign');
    expect(warn).toHaveBeenCalledWith(expect.stringContaining(`add ${location.origin} to the origins`));
    warn.mockRestore();
  });

  test('a server that comes back between two questions, or is slow, turns no page away', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const stop = () => Promise.reject(new TypeError('Failed to fetch'));
    const answers = [stop, stop, stop, () => sessionAnswer()];
    fakeApi({
      'POST sessions': () => answers.shift()?.() ?? stop(),
      'GET /widget/manifest.json': () => json({ files: [] }),
    });
    const back = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
    const opened = back.openSession({ participantToken: 't' });
    await vi.runAllTimersAsync();
    expect((await opened).session.sessionToken).toBe('session-1');
    fakeApi({
      'POST sessions': () =>
        new Promise((_, reject) => {
          setTimeout(() => reject(new DOMException('timed out', 'TimeoutError')), 15_000);
        }),
      'GET /widget/manifest.json': () => json({ files: [] }),
    });
    const slow = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
    expect((await faultOf(slow.openSession({ participantToken: 't' }))).kind).toBe('offline');
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  test('a page that the server has answered before is offline and nothing else', async () => {
    const fresh = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
    fakeApi({ 'POST sessions': () => sessionAnswer() });
    await fresh.openSession({ participantToken: 't' });
    fakeApi({
      'GET me': () => Promise.reject(new TypeError('Failed to fetch')),
      'GET /widget/manifest.json': () => json({ files: [] }),
    });
    expect((await faultOf(fresh.readMe('s', ''))).kind).toBe('offline');
  });

  test('a refusal tells the builder of the page what to change', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const detail = 'The programId names no program of this site.';
    fakeApi({
      'POST sessions': () => json({ code: 'bad_request', detail }, { status: 400 }),
      'GET me': () => json({ code: 'foreign_origin', detail: 'x' }, { status: 403 }),
    });
    expect((await faultOf(api.openSession({ participantToken: 't' }))).kind).toBe('refused');
    expect(warn).toHaveBeenCalledWith(`goodturn: 400 ${detail}`);
    expect((await faultOf(api.readMe('s', ''))).kind).toBe('foreign');
    warn.mockRestore();
  });

  test('a site key or a participant token that nobody takes is told once; a session that ended is no news', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const fresh = createApiClient({ apiOrigin: 'https://api.example', siteKey: '' });
    const detail = 'The X-Site-Key header names no site.';
    const refuse = () => json({ code: 'unauthorized', detail }, { status: 401 });
    fakeApi({ 'POST sessions': refuse, 'GET me': refuse });
    expect((await faultOf(fresh.readMe('s', ''))).kind).toBe('expired');
    expect(warn).not.toHaveBeenCalled();
    await faultOf(fresh.openSession({ participantToken: 'secret' }));
    await faultOf(fresh.openSession({ participantToken: 'secret' }));
    expect(warn.mock.calls).toEqual([[`goodturn: 401 ${detail}`]]);
    warn.mockRestore();
  });

  test('a server that recovers is not noticed', async () => {
    const answers = [new Response(null, { status: 503 }), sessionAnswer()];
    fakeApi({ 'POST sessions': () => answers.shift() ?? json({}) });
    const opened = api.openSession({ participantToken: 't' });
    await vi.runAllTimersAsync();
    expect((await opened).session.sessionToken).toBe('session-1');
  });

  test('Retry-After is waited for', async () => {
    const answers = [new Response(null, { status: 429, headers: { 'Retry-After': '7' } }), sessionAnswer()];
    const { sent } = fakeApi({ 'POST sessions': () => answers.shift() ?? json({}) });
    const opened = api.openSession({ participantToken: 't' });
    await vi.advanceTimersByTimeAsync(6_900);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    await opened;
    expect(sent).toHaveLength(2);
  });

  test.each([
    [401, 'expired', 1],
    [403, 'refused', 1],
    [404, 'refused', 1],
    [500, 'broken', 3],
  ])('%i is `%s` after %i tries', async (status, kind, tries) => {
    const { sent } = fakeApi({ 'GET me': () => new Response(null, { status }) });
    expect((await faultOf(api.readMe('s', ''))).kind).toBe(kind);
    expect(sent).toHaveLength(tries);
  });

  test('a count of shares is never sent twice', async () => {
    const { sent } = fakeApi({ 'POST shares': () => new Response(null, { status: 500 }) });
    await faultOf(api.send('POST', 'shares', { token: 's', attempts: 1 }));
    expect(sent).toHaveLength(1);
  });
});
