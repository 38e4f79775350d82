import { describe, expect, test } from 'vitest';
import { fetchToken, send, startApi } from './harness.ts';

const account = { Email: 'sandbox@giftcards.example', AccessToken: 'sandbox-access-token' };

describe('POST /v1/Tokens', () => {
  test('answers an opaque token and its life in seconds', async () => {
    const { url } = await startApi();
    const { status, body } = await send(`${url}/v1/Tokens`, 'POST', undefined, account);
    expect(status).toBe(200);
    expect(body).toEqual({ Value: expect.stringMatching(/^\S{32}$/), ExpiresIn: 3600 });
  });

  test.each([
    ['no header', {}],
    ['no secret', { Email: account.Email }],
    ['no e-mail address', { AccessToken: account.AccessToken }],
    ['a wrong secret', { ...account, AccessToken: 'guess' }],
    ['the secret of another account', { ...account, AccessToken: 'sandbox-disabled-token' }],
  ])('401 for %s', async (_name, headers) => {
    const { url } = await startApi();
    expect((await send(`${url}/v1/Tokens`, 'POST', undefined, headers)).status).toBe(401);
  });

  test('403 for the pair whose API access is switched off', async () => {
    const { url } = await startApi();
    const headers = { Email: 'disabled@giftcards.example', AccessToken: 'sandbox-disabled-token' };
    expect((await send(`${url}/v1/Tokens`, 'POST', undefined, headers)).status).toBe(403);
  });

  test('a new token ends no older one', async () => {
    const { url, get, token } = await startApi();
    expect(await fetchToken(url)).not.toBe(token);
    expect((await get('/v1/Products')).status).toBe(200);
  });
});

describe('bearer token', () => {
  const paths = ['Products', 'Products/CVS', 'ShippingMethods', 'Brandings', 'Orders', 'Orders/any'];

  test.each(paths)('401 without one, with an unknown one and with another scheme on /v1/%s', async (path) => {
    const { url, token } = await startApi();
    for (const Authorization of ['', 'Bearer unknown', `Basic ${token}`]) {
      const answer = await send(`${url}/v1/${path}`, 'GET', undefined, { Authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
    }
  });

  test('expires when its life is over, not before', async () => {
    const { get, control } = await startApi({ behaviour: { tokenSeconds: 2 } });
    await control('advance', { seconds: 1.9 });
    expect((await get('/v1/Products')).status).toBe(200);
    await control('advance', { seconds: 0.1 });
    expect((await get('/v1/Products')).status).toBe(401);
  });
});
