import { describe, expect, test } from 'vitest';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createFormNonces } from '../../server/vault/form-nonce.ts';
import { createHookMacs } from '../../server/vault/hook-mac.ts';
import { createMac } from '../../server/vault/mac.ts';
import { randomToken } from '../../server/vault/random.ts';
import { forge, KINDS, NOW, participantTokens, referralTokens, SITE, sessionTokens, site } from './kinds.ts';

const DAY_MS = 86_400_000;

const participant = {
  externalId: 'user_42',
  email: 'ada@example.com',
  name: 'Ada',
  locale: 'en-GB',
  country: 'GB',
};
const session = {
  sessionId: 'ses_1',
  siteId: SITE,
  participantId: 'ptc_1',
  programId: 'friends',
  issuedAt: NOW,
  expiresAt: NOW + 1_800_000,
};
const referral = {
  clickId: 'clk_1',
  siteId: SITE,
  programId: 'friends',
  programVersion: 3,
  code: 'ADA23456',
  issuedAt: NOW,
  expiresAt: NOW + 30 * DAY_MS,
};

const { mac } = deriveKeys('a-master-secret-of-the-token-tests-7391');
const minted = {
  participant: (await participantTokens.mint(participant, site, NOW)).token,
  session: await sessionTokens.sign(session),
  referral: await referralTokens.sign(referral),
  'claim path': randomToken(),
  'form nonce': createFormNonces(createMac(mac.formNonce)).issue('claim', NOW),
  'hook MAC': createHookMacs(createMac(mac.hookUrl)).macOf('ord_1'),
};

describe('a token comes back as it was made', () => {
  test('participant', async () => {
    expect(await participantTokens.verify(minted.participant, site, NOW)).toEqual({
      ...participant,
      issuedAt: NOW,
    });
    const bare = await participantTokens.mint({ externalId: 'user_43' }, site, NOW + 999);
    expect(bare.expiresAt).toBe(NOW + 3_600_000);
    expect(await participantTokens.verify(bare.token, site, NOW)).toEqual({
      externalId: 'user_43',
      issuedAt: NOW,
    });
  });

  test('session', async () => {
    expect(await sessionTokens.verify(minted.session, NOW)).toEqual(session);
  });

  test('referral', async () => {
    expect(await referralTokens.verify(minted.referral, SITE, NOW)).toEqual(referral);
  });
});

describe.each(KINDS)('where a $name token is wanted', (wanted) => {
  test.each(Object.entries(minted))(
    'of all that we hand out, a %s passes only if it is one',
    async (name, text) => {
      expect(await wanted.accepts(text)).toBe(name === wanted.name);
    },
  );

  test.each(KINDS.filter((kind) => kind !== wanted))(
    'the claims of every kind at once do not help a $name token',
    async (other) => {
      const everything = { ...other.claims, ...wanted.claims };
      expect(await wanted.accepts(forge(other.header, everything, other.sign))).toBe(false);
      expect(await wanted.accepts(forge(wanted.header, everything, wanted.sign))).toBe(true);
    },
  );
});
