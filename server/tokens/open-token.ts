import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type CanonicalParts, splitCanonical } from './canonical.ts';
import { parseObject } from './parse-object.ts';
import { type TimeClaims, type TimeRules, type TokenFault, timeFault } from './token-times.ts';

/** What makes a token of one kind. The kinds share no `typ`, so one never passes for another (RFC 8725, 3.11). */
export type TokenKind<Claims extends TimeClaims> = TimeRules & {
  typ: string;
  alg: 'HS256' | 'EdDSA';
  claims: z.ZodType<Claims>;
};

export type ReadToken = CanonicalParts & { text: string; kid: string | undefined };

type TokenCheck<Claims> = {
  /** Whether one of the keys that may sign this token did. */
  isSigned(token: ReadToken): boolean | Promise<boolean>;
  /** Whether issuer and audience are the wanted ones. */
  isMeant(claims: Claims): boolean;
};

/**
 * Nothing but these three. Members that point at keys or change how the rest is read (`jku`, `jwk`, `x5u`, `crit`,
 * `b64`, `zip`, `enc`) have no place in our tokens, and a list of what is allowed cannot grow old.
 */
const tokenHeader = z.strictObject({
  alg: z.string(),
  typ: z.string(),
  kid: z.string().min(1).max(128).optional(),
});

function readToken(text: string, kind: { typ: string; alg: string }): ReadToken | null {
  const parts = splitCanonical(text);
  if (parts === null) return null;
  const header = readHeader(parts.header);
  if (header === null || header.alg !== kind.alg || header.typ !== kind.typ) return null;
  return { ...parts, text, kid: header.kid };
}

type Header = z.infer<typeof tokenHeader>;

function readHeader(bytes: Buffer): Header | null {
  // The same few headers stand before all tokens, and what their bytes mean never changes.
  const spelled = bytes.toString('latin1');
  const known = headers.get(spelled);
  if (known) return known;
  const header = tokenHeader.safeParse(parseObject(bytes));
  if (!header.success) return null;
  headers.set(spelled, header.data);
  return header.data;
}

const headers = new LRUCache<string, Header>({ max: 100 });

/**
 * The one way by which any token is accepted: spelling, header, signature, shape, addressee, times, in this order.
 * Nothing of the payload is read before the signature holds, and "expired" is only said of a token that was ours.
 */
export async function openToken<Claims extends TimeClaims>(
  text: string,
  kind: TokenKind<Claims>,
  /** `now`: epoch ms. */
  check: TokenCheck<Claims> & { now: number },
): Promise<Claims | TokenFault> {
  const claims = await signedClaims(text, kind, check);
  return claims === null ? 'token_invalid' : (timeFault(claims, kind, check.now) ?? claims);
}

/** All of it but the times: what a token says, if it is one of this kind and meant for us, which never changes. */
export async function signedClaims<Claims extends TimeClaims>(
  text: string,
  kind: TokenKind<Claims>,
  check: TokenCheck<Claims>,
): Promise<Claims | null> {
  const token = readToken(text, kind);
  if (token === null || !(await check.isSigned(token))) return null;
  const claims = kind.claims.safeParse(parseObject(token.payload));
  return claims.success && check.isMeant(claims.data) ? claims.data : null;
}

/** What is wrong with a token that was opened in vain, in the order in which `openToken` looks. */
export type Refusal =
  | { why: 'not_signed' | 'not_meant' | 'not_now' }
  /** `claims`: names of our own schema, never of the token's. */
  | { why: 'out_of_shape'; claims: string[] };

/** Why `openToken` refused: of a token that was not signed for us, nothing more is read or said. */
export async function refusalOf<Claims extends TimeClaims>(
  text: string,
  kind: TokenKind<Claims>,
  check: TokenCheck<Claims>,
): Promise<Refusal> {
  const token = readToken(text, kind);
  if (token === null || !(await check.isSigned(token))) return { why: 'not_signed' };
  const read = kind.claims.safeParse(parseObject(token.payload));
  if (read.success) return { why: check.isMeant(read.data) ? 'not_now' : 'not_meant' };
  const claims = read.error.issues.map(({ path }) => String(path[0] ?? 'all of them'));
  return { why: 'out_of_shape', claims: [...new Set(claims)] };
}
