import { sign as signEd25519 } from 'node:crypto';
import { z } from 'zod';
import { SECOND_MS } from '../domain/clock.ts';
import type { ReferralClaims, ReferralTokenFault, ReferralTokens } from '../domain/token/tokens.ts';
import { encodePart, encodeToken } from './encode-token.ts';
import { isSignedBy } from './is-signed-by.ts';
import type { KeyRing } from './key-ring.ts';
import { openToken, type ReadToken, type TokenKind } from './open-token.ts';
import { SKEW_MS, timeClaims, toNumericDate } from './token-times.ts';

const payload = z.object({
  ...timeClaims,
  iss: z.string(),
  aud: z.string(),
  prg: z.string().min(1),
  ver: z.int().positive(),
  cod: z.string().min(1),
  jti: z.string().min(1),
});
type Payload = z.infer<typeof payload>;

// Its life is the program's attribution window, which only the program's author limits.
const KIND: TokenKind<Payload> = {
  typ: 'referral+jwt',
  alg: 'EdDSA',
  claims: payload,
  maxLifeMs: Number.POSITIVE_INFINITY,
  graceMs: SKEW_MS,
};

function toClaims({ jti, aud, prg, ver, cod, iat, exp }: Payload): ReferralClaims {
  return {
    clickId: jti,
    siteId: aud,
    programId: prg,
    programVersion: ver,
    code: cod,
    issuedAt: iat * SECOND_MS,
    expiresAt: exp * SECOND_MS,
  };
}

/** Referral tokens of design.md section 4, signed with the ring's current key; `iss` is this installation. */
export function createReferralTokens(keyRing: KeyRing, publicUrl: string): ReferralTokens {
  const headers = new Map<string, string>();

  /** A ring has had few keys in the life of a process. */
  function headerFor(kid: string): string {
    const header = headers.get(kid) ?? encodePart({ alg: KIND.alg, typ: KIND.typ, kid });
    headers.set(kid, header);
    return header;
  }

  async function sign(claims: ReferralClaims): Promise<string> {
    const { kid, privateKey } = await keyRing.signingKey(claims.issuedAt);
    const written: Payload = {
      iss: publicUrl,
      aud: claims.siteId,
      prg: claims.programId,
      ver: claims.programVersion,
      cod: claims.code,
      jti: claims.clickId,
      iat: toNumericDate(claims.issuedAt),
      exp: toNumericDate(claims.expiresAt),
    };
    return encodeToken(headerFor(kid), written, (input) => signEd25519(null, input, privateKey));
  }

  async function isSigned({ text, kid }: ReadToken, now: number): Promise<boolean> {
    const key = kid === undefined ? null : await keyRing.verifyingKey(kid, now);
    return key !== null && isSignedBy(text, key, KIND.alg);
  }

  async function verify(
    text: string,
    siteId: string,
    now: number,
  ): Promise<ReferralClaims | ReferralTokenFault> {
    const opened = await openToken(text, KIND, {
      isSigned: (token) => isSigned(token, now),
      isMeant: ({ iss, aud }) => iss === publicUrl && aud === siteId,
      now,
    });
    return typeof opened === 'string' ? opened : toClaims(opened);
  }

  return { sign, verify };
}
