import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { readJwks } from '../../server/tokens/jwks.ts';
import { keyRing, NOW, PUBLIC_URL, referralTokens, SITE } from './kinds.ts';

test('a site verifies a referral token by itself, with the published keys and any JWT library', async () => {
  const token = await referralTokens.sign({
    clickId: 'clk_1',
    siteId: SITE,
    programId: 'friends',
    programVersion: 3,
    code: 'ADA23456',
    issuedAt: NOW,
    expiresAt: NOW + 86_400_000,
  });
  const { json } = await readJwks(keyRing, NOW);
  const { payload } = await jwtVerify(token, createLocalJWKSet(JSON.parse(json)), {
    issuer: PUBLIC_URL,
    audience: SITE,
    typ: 'referral+jwt',
    algorithms: ['EdDSA'],
    currentDate: new Date(NOW),
  });
  const iat = NOW / 1000;
  expect(payload).toEqual({
    iss: PUBLIC_URL,
    aud: SITE,
    prg: 'friends',
    ver: 3,
    cod: 'ADA23456',
    jti: 'clk_1',
    iat,
    exp: iat + 86_400,
  });
});
