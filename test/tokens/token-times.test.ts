import { describe, expect, test } from 'vitest';
import {
  forge,
  HMAC_SECRET,
  KINDS,
  NOW,
  NOW_S,
  participantKind,
  referralTokens,
  SITE,
  sessionKind,
} from './kinds.ts';

describe.each(KINDS)('the times of a $name token', ({ name, header, claims, sign, accepts }) => {
  // Whoever made the others may have another clock; the end of a session is ours alone.
  const graceS = name === 'session' ? 0 : 60;
  const at = (change: object) => accepts(forge(header, { ...claims, ...change }, sign));

  test(`allow another clock to be ahead by 60 s, and the end to be ${graceS} s ago, and not a second more`, async () => {
    const long = { exp: NOW_S + 600 };
    expect(await at({ iat: NOW_S + 60, ...long })).toBe(true);
    expect(await at({ iat: NOW_S + 61, ...long })).toBe(false);
    expect(await at({ nbf: NOW_S + 60, ...long })).toBe(true);
    expect(await at({ nbf: NOW_S + 61, ...long })).toBe(false);
    expect(await at({ iat: NOW_S - 600, exp: NOW_S - graceS + 1 })).toBe(true);
    expect(await at({ iat: NOW_S - 600, exp: NOW_S - graceS })).toBe(false);
  });

  test('are judged to the millisecond of the clock that is passed in', async () => {
    const token = forge(header, claims, sign);
    const end = (NOW_S + 600 + graceS) * 1000;
    expect(await accepts(token, end - 1)).toBe(true);
    expect(await accepts(token, end)).toBe(false);
  });

  test.each(['iat', 'exp', 'nbf'])('cannot be beyond reason: %s', async (claim) => {
    for (const number of ['1e999', '-1e999', '1e308', '8640000000001', '-1', '-0.5']) {
      const text = JSON.stringify({ ...claims, [claim]: 'here' }).replace('"here"', number);
      expect(await accepts(forge(header, text, sign)), number).toBe(false);
    }
  });
});

test.each([participantKind, sessionKind])(
  'a $name token of more than one hour is refused',
  async ({ header, claims, sign, accepts }) => {
    expect(await accepts(forge(header, { ...claims, exp: NOW_S + 3600 }, sign))).toBe(true);
    expect(await accepts(forge(header, { ...claims, exp: NOW_S + 3601 }, sign))).toBe(false);
  },
);

test('a referral token past its window is told apart from one that was never good', async () => {
  const claims = {
    clickId: 'clk_1',
    siteId: SITE,
    programId: 'friends',
    programVersion: 1,
    code: 'ADA23456',
  };
  const token = await referralTokens.sign({ ...claims, issuedAt: NOW, expiresAt: NOW + 1000 });
  expect(await referralTokens.verify(token, SITE, NOW + 61_000)).toBe('token_expired');
  expect(await referralTokens.verify(token, 'globex', NOW + 61_000)).toBe('token_invalid');
  expect(await referralTokens.verify(`${token.slice(0, -4)}AAAA`, SITE, NOW + 61_000)).toBe('token_invalid');
  expect(await referralTokens.verify(HMAC_SECRET.toString(), SITE, NOW)).toBe('token_invalid');
});

test('a session token that passed before is refused from its end on, however often it was shown', async () => {
  const { accepts, header, claims, sign } = sessionKind;
  const token = forge(header, claims, sign);
  const end = (NOW_S + 600) * 1000;
  for (const at of [NOW, end - 1, NOW]) expect(await accepts(token, at)).toBe(true);
  for (const at of [end, end + 1]) expect(await accepts(token, at)).toBe(false);
  expect(await accepts(`${token.slice(0, -4)}AAAA`, NOW)).toBe(false);
});
