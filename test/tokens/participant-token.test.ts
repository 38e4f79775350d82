import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  forge,
  HMAC_SECRET,
  hmac,
  NOW,
  NOW_S,
  participantKind,
  participantTokens,
  SITE,
  site,
} from './kinds.ts';

const { header, claims } = participantKind;
const verify = (change: object, at = site) =>
  participantTokens.verify(forge(header, { ...claims, ...change }, hmac), at, NOW);

describe('a participant token', () => {
  test('made by a common library on the back end of a site is accepted', async () => {
    const token = await new SignJWT({ plan: 'gold', email: 'ada@example.com' })
      .setProtectedHeader({ alg: 'HS256', typ: 'participant+jwt', kid: 'shop-1' })
      .setSubject('user_42')
      .setAudience(SITE)
      .setIssuedAt(NOW_S)
      .setExpirationTime(NOW_S + 300)
      .sign(HMAC_SECRET);
    const expected = { externalId: 'user_42', email: 'ada@example.com', issuedAt: NOW };
    expect(await participantTokens.verify(token, site, NOW)).toEqual(expected);
  });

  test('may leave the issuer out, but may not name another', async () => {
    expect(await verify({ iss: undefined })).not.toBeNull();
    expect(await verify({ iss: 'globex' })).toBeNull();
  });

  test('may be spaced as its maker likes', async () => {
    const token = forge(JSON.stringify(header, null, 2), JSON.stringify(claims, null, 2), hmac);
    expect(await participantTokens.verify(token, site, NOW)).not.toBeNull();
  });

  test.each([null, '', ' '])(
    'with %j for what its maker does not know is as one without it',
    async (nothing) => {
      const unknown = { email: nothing, name: nothing, locale: nothing, country: nothing, iss: null };
      expect(await verify(unknown)).toEqual({ externalId: 'user_42', issuedAt: NOW });
    },
  );

  test('may write its country small', async () => {
    expect(await verify({ country: 'us' })).toMatchObject({ country: 'US' });
  });

  test.each([
    ['its claims are out of shape: email, country', { email: 7, country: 'Britain', plan: 'gold' }],
    ['its claims are out of shape: sub', { sub: null }],
    ['its claims are out of shape: exp', { exp: undefined }],
    ['its `aud` or `iss` names another site', { aud: 'globex' }],
    ['its `iat` or `exp` does not hold now', { exp: NOW_S - 600, iat: NOW_S - 900 }],
  ])('that is refused is told to the operator: %s', async (words, change) => {
    const token = forge(header, { ...claims, ...change }, hmac);
    expect(await participantTokens.verify(token, site, NOW)).toBeNull();
    expect(await participantTokens.whyRefused(token, site)).toBe(words);
  });

  test('that the site did not sign is never read to say what is wrong with it', async () => {
    const strangers = forge(header, { ...claims, email: 7 }, participantKind.strangerSign);
    for (const token of [strangers, `${strangers}=`, 'no token']) {
      expect(await participantTokens.whyRefused(token, site)).toBe(
        'no identity secret of the site signed it as a participant token',
      );
    }
  });

  test.each([
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a number as sub', { sub: 42 }],
    ['an endless sub', { sub: 'x'.repeat(201) }],
    ['no e-mail address', { email: 'ada' }],
    ['an object as name', { name: { first: 'Ada' } }],
    ['an endless name', { name: 'A'.repeat(201) }],
    ['no language tag', { locale: '../en' }],
    ['no country code', { country: 'Britain' }],
  ])('is refused with a claim out of shape: %s', async (_, change) => {
    expect(await verify(change)).toBeNull();
  });

  test('is good at its own site only, even when two sites share a secret', async () => {
    expect(await verify({}, { id: 'globex', identitySecrets: [HMAC_SECRET] })).toBeNull();
    expect(await verify({}, { id: SITE, identitySecrets: [randomBytes(32)] })).toBeNull();
    expect(await verify({}, { id: SITE, identitySecrets: [] })).toBeNull();
  });

  test('is made with the first identity secret and verified with any, so that secrets can be changed', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(48)];
    const turning = { id: SITE, identitySecrets: [newer, older] };
    const oldToken = await participantTokens.mint(
      { externalId: 'u' },
      { id: SITE, identitySecrets: [older] },
      NOW,
    );
    const newToken = await participantTokens.mint({ externalId: 'u' }, turning, NOW);
    expect(await participantTokens.verify(oldToken.token, turning, NOW)).toEqual({
      externalId: 'u',
      issuedAt: NOW,
    });
    const turned = { id: SITE, identitySecrets: [newer] };
    expect(await participantTokens.verify(newToken.token, turned, NOW)).toEqual({
      externalId: 'u',
      issuedAt: NOW,
    });
    expect(await participantTokens.verify(oldToken.token, turned, NOW)).toBeNull();
  });

  test('cannot be made for a site without an identity secret', async () => {
    const bare = { id: SITE, identitySecrets: [] };
    await expect(participantTokens.mint({ externalId: 'u' }, bare, NOW)).rejects.toThrow(
      /no identity secret/,
    );
  });
});
