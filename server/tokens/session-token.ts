import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { HOUR_MS, SECOND_MS } from '../domain/clock.ts';
import type { SessionClaims, SessionTokens } from '../domain/token/tokens.ts';
import { encodePart, encodeToken } from './encode-token.ts';
import { signedClaims, type TokenKind } from './open-token.ts';
import { timeClaims, timeFault, toNumericDate } from './token-times.ts';

const payload = z.object({
  ...timeClaims,
  iss: z.string(),
  aud: z.string(),
  jti: z.string().min(1),
  sub: z.string().min(1),
  sit: z.string().min(1),
  prg: z.string().min(1),
});
type Payload = z.infer<typeof payload>;

const KIND: TokenKind<Payload> = {
  typ: 'session+jwt',
  alg: 'HS256',
  claims: payload,
  maxLifeMs: HOUR_MS,
  // We set the end ourselves and told the widget, so there is no other clock to be lenient with.
  graceMs: 0,
};
const HEADER = encodePart({ alg: KIND.alg, typ: KIND.typ });

/** Tokens that are remembered, in a few MB. */
const MAX_PROVEN = 10_000;

function toClaims({ jti, sit, sub, prg, iat, exp }: Payload): SessionClaims {
  return {
    sessionId: jti,
    siteId: sit,
    participantId: sub,
    programId: prg,
    issuedAt: Math.round(iat * SECOND_MS),
    expiresAt: exp * SECOND_MS,
  };
}

/**
 * Sessions that we issue to ourselves: `iss` and `aud` are both this installation. `key` serves this purpose only.
 * The signature is checked with node:crypto, since the first poll of every open widget passes here.
 */
export function createSessionTokens(key: KeyObject, publicUrl: string): SessionTokens {
  /** What tokens say whose signature held. Widgets send theirs again and again; whether it is over is judged
   * each time. The text only spares the work again: sessions are known by their id. */
  const proven = new LRUCache<string, Payload>({ max: MAX_PROVEN, ttl: KIND.maxLifeMs, ttlResolution: 0 });
  const hmac = (text: string | Buffer) => createHmac('sha256', key).update(text).digest();

  async function sign(claims: SessionClaims): Promise<string> {
    const written: Payload = {
      iss: publicUrl,
      aud: publicUrl,
      jti: claims.sessionId,
      sub: claims.participantId,
      sit: claims.siteId,
      prg: claims.programId,
      // With its milliseconds, so that signing in right after signing out is told from signing in before.
      iat: claims.issuedAt / SECOND_MS,
      exp: toNumericDate(claims.expiresAt),
    };
    return encodeToken(HEADER, written, hmac);
  }

  async function verify(text: string, now: number): Promise<SessionClaims | null> {
    const claims = proven.get(text) ?? (await prove(text));
    if (claims === null) return null;
    if (timeFault(claims, KIND, now) === null) return toClaims(claims);
    proven.delete(text);
    return null;
  }

  async function prove(text: string): Promise<Payload | null> {
    const claims = await signedClaims(text, KIND, {
      isSigned({ signature, signingInput }) {
        const expected = hmac(signingInput);
        return signature.length === expected.length && timingSafeEqual(signature, expected);
      },
      isMeant: ({ iss, aud }) => iss === publicUrl && aud === publicUrl,
    });
    if (claims !== null) proven.set(text, claims);
    return claims;
  }

  return { sign, verify };
}
