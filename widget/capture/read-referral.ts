// Other tools use `?ref=` for plain words (ref=producthunt): only what can be a signed token is ours.
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The referral token in an address, or null. Must run before a router rewrites the address. */
export function readReferral(address: string): string | null {
  const token = new URL(address).searchParams.get('ref');
  return token && COMPACT_JWT.test(token) ? token : null;
}
