import { SignJWT } from 'jose';
import { z } from 'zod';
import { country, email, externalId, locale } from '../../shared/contract/fields.ts';
import { HOUR_MS, SECOND_MS } from '../domain/clock.ts';
import type { ParticipantClaims, ParticipantTokens, VerifiedParticipant } from '../domain/token/tokens.ts';
import { isSignedBy } from './is-signed-by.ts';
import { openToken, type TokenKind } from './open-token.ts';
import { SKEW_MS, timeClaims, toNumericDate } from './token-times.ts';

type Site = { id: string; identitySecrets: Uint8Array[] };

const LIFE_MS = HOUR_MS;

const payload = z.object({
  ...timeClaims,
  iss: z.string().optional(),
  aud: z.string(),
  sub: externalId,
  email: email.optional(),
  name: z.string().max(200).optional(),
  locale: locale.optional(),
  country: country.optional(),
});
type Payload = z.infer<typeof payload>;

const KIND: TokenKind<Payload> = {
  typ: 'participant+jwt',
  alg: 'HS256',
  claims: payload,
  maxLifeMs: LIFE_MS,
  graceMs: SKEW_MS,
};

function toClaims({ iat, sub, email, name, locale, country }: Payload): VerifiedParticipant {
  return {
    externalId: sub,
    issuedAt: iat * SECOND_MS,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
    ...(country !== undefined && { country }),
  };
}

async function isSignedByOneOf(text: string, secrets: Uint8Array[]): Promise<boolean> {
  for (const secret of secrets) if (await isSignedBy(text, secret, KIND.alg)) return true;
  return false;
}

/** The first identity secret signs; all verify, so that a site can change its secret without a gap. */
async function mint(claims: ParticipantClaims, site: Site, now: number) {
  const [secret] = site.identitySecrets;
  if (secret === undefined) throw new Error(`Site ${site.id} has no identity secret to sign with.`);
  const { externalId: sub, ...about } = claims;
  const iat = toNumericDate(now);
  const exp = toNumericDate(now + LIFE_MS);
  const token = await new SignJWT({ ...about, iss: site.id, aud: site.id, sub, iat, exp })
    .setProtectedHeader({ alg: KIND.alg, typ: KIND.typ })
    .sign(secret);
  return { token, expiresAt: exp * SECOND_MS };
}

async function verify(text: string, site: Site, now: number): Promise<VerifiedParticipant | null> {
  const opened = await openToken(text, KIND, {
    isSigned: (token) => isSignedByOneOf(token.text, site.identitySecrets),
    isMeant: ({ aud, iss }) => aud === site.id && (iss === undefined || iss === site.id),
    now,
  });
  return typeof opened === 'string' ? null : toClaims(opened);
}

/** Tokens of design.md section 4 by which a site's back end vouches for one of its users, for at most an hour. */
export function createParticipantTokens(): ParticipantTokens {
  return { mint, verify };
}
