import { SignJWT } from 'jose';
import { z } from 'zod';
import { country, email, externalId, locale } from '../../shared/contract/fields.ts';
import { HOUR_MS, SECOND_MS } from '../domain/clock.ts';
import type { ParticipantClaims, ParticipantTokens, VerifiedParticipant } from '../domain/token/tokens.ts';
import { isSignedBy } from './is-signed-by.ts';
import { openToken, type Refusal, refusalOf, type TokenKind } from './open-token.ts';
import { SKEW_MS, timeClaims, toNumericDate } from './token-times.ts';

type Site = { id: string; identitySecrets: Uint8Array[] };

const LIFE_MS = HOUR_MS;

/** Back ends write null or an empty text for what they do not know of somebody: then it is left out. */
function ifKnown<S extends z.ZodType>(claim: S) {
  return z.preprocess(
    (told) => (told === null || (typeof told === 'string' && told.trim() === '') ? undefined : told),
    claim.optional(),
  );
}

const anyCase = z.string().toUpperCase().pipe(country);

const payload = z.object({
  ...timeClaims,
  iss: z.string().nullish(),
  aud: z.string(),
  sub: externalId,
  email: ifKnown(email),
  name: ifKnown(z.string().max(200)),
  locale: ifKnown(locale),
  country: ifKnown(anyCase),
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

function checkAt(site: Site): Parameters<typeof refusalOf<Payload>>[2] {
  return {
    isSigned: (token) => isSignedByOneOf(token.text, site.identitySecrets),
    isMeant: ({ aud, iss }) => aud === site.id && (iss == null || iss === site.id),
  };
}

async function verify(text: string, site: Site, now: number): Promise<VerifiedParticipant | null> {
  const opened = await openToken(text, KIND, { ...checkAt(site), now });
  return typeof opened === 'string' ? null : toClaims(opened);
}

async function whyRefused(text: string, site: Site): Promise<string> {
  const refusal = await refusalOf(text, KIND, checkAt(site));
  return refusal.why === 'out_of_shape'
    ? `its claims are out of shape: ${refusal.claims.join(', ')}`
    : WORDS[refusal.why];
}

const WORDS: Record<Exclude<Refusal['why'], 'out_of_shape'>, string> = {
  not_signed: 'no identity secret of the site signed it as a participant token',
  not_meant: 'its `aud` or `iss` names another site',
  not_now: 'its `iat` or `exp` does not hold now',
};

/** Tokens of design.md section 4 by which a site's back end vouches for one of its users, for at most an hour. */
export function createParticipantTokens(): ParticipantTokens {
  return { mint, verify, whyRefused };
}
