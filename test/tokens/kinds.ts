import { createHmac, createSecretKey, generateKeyPairSync, sign as signEd25519 } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { createKeyRing } from '../../server/tokens/key-ring.ts';
import { createParticipantTokens } from '../../server/tokens/participant-token.ts';
import { createReferralTokens } from '../../server/tokens/referral-token.ts';
import { createSessionTokens } from '../../server/tokens/session-token.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createSealer } from '../../server/vault/sealer.ts';
import { createKeyStore } from './key-store.ts';

export const NOW = 1_795_000_000_000;
export const NOW_S = NOW / 1000;
export const SITE = 'acme';
export const PUBLIC_URL = 'https://goodturn.example';

/** Participant and session tokens share one secret here, so that only the rules of their kinds keep them apart. */
export const HMAC_SECRET = Buffer.from('Pd7s0kQ9vX2mLw4RzT1yB6nJ8cF5hG3a');
export const site = { id: SITE, identitySecrets: [HMAC_SECRET] };

export const sealer = createSealer(deriveKeys('a-master-secret-of-the-token-tests-7391').sealing);

const DAY_MS = 86_400_000;
export const keyRing = createKeyRing(createKeyStore(), sealer, {
  rotateAfterMs: 90 * DAY_MS,
  keepMs: 30 * DAY_MS,
});

export const participantTokens = createParticipantTokens();
export const sessionTokens = createSessionTokens(createSecretKey(HMAC_SECRET), PUBLIC_URL);
export const referralTokens = createReferralTokens(keyRing, PUBLIC_URL);

type Part = string | Buffer | object;
type Sign = (signingInput: string) => Buffer;

/** A token of any header and payload: objects as JSON, texts and bytes exactly as given. */
export function forge(header: Part, payload: Part, sign: Sign): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign(input).toString('base64url')}`;
}

function encode(part: Part): string {
  if (typeof part === 'string' || Buffer.isBuffer(part)) return Buffer.from(part).toString('base64url');
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

export const hmac: Sign = (input) => createHmac('sha256', HMAC_SECRET).update(input).digest();

const { kid, privateKey } = await keyRing.signingKey(NOW);
const ed25519: Sign = (input) => signEd25519(null, Buffer.from(input), privateKey);
export const signerKid = kid;

const stranger = generateKeyPairSync('ed25519');
export const strangerJwk = stranger.publicKey.export({ format: 'jwk' });
export const strangerKid = await calculateJwkThumbprint({
  kty: 'OKP',
  crv: 'Ed25519',
  x: strangerJwk.x ?? '',
});

/** One kind of token: an honest header and payload, who signs it, and whether the product takes a given text. */
type Kind = {
  name: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  sign: Sign;
  strangerSign: Sign;
  accepts(token: string, now?: number): Promise<boolean>;
};

const strangerHmac: Sign = (input) => createHmac('sha256', 'another tenant').update(input).digest();
const times = { iat: NOW_S, exp: NOW_S + 600 };

export const participantKind: Kind = {
  name: 'participant',
  header: { alg: 'HS256', typ: 'participant+jwt' },
  claims: { ...times, iss: SITE, aud: SITE, sub: 'user_42' },
  sign: hmac,
  strangerSign: strangerHmac,
  accepts: async (token, now = NOW) => (await participantTokens.verify(token, site, now)) !== null,
};

export const sessionKind: Kind = {
  name: 'session',
  header: { alg: 'HS256', typ: 'session+jwt' },
  claims: {
    ...times,
    iss: PUBLIC_URL,
    aud: PUBLIC_URL,
    jti: 'ses_1',
    sub: 'ptc_1',
    sit: SITE,
    prg: 'friends',
  },
  sign: hmac,
  strangerSign: strangerHmac,
  accepts: async (token, now = NOW) => (await sessionTokens.verify(token, now)) !== null,
};

export const referralKind: Kind = {
  name: 'referral',
  header: { alg: 'EdDSA', typ: 'referral+jwt', kid },
  claims: { ...times, iss: PUBLIC_URL, aud: SITE, jti: 'clk_1', prg: 'friends', ver: 1, cod: 'ADA23456' },
  sign: ed25519,
  strangerSign: (input) => signEd25519(null, Buffer.from(input), stranger.privateKey),
  accepts: async (token, now = NOW) => typeof (await referralTokens.verify(token, SITE, now)) === 'object',
};

export const KINDS = [participantKind, sessionKind, referralKind];
