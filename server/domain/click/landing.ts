/**
 * Where a share link leads: the program's landing page, or `to` when it stays on one of the site's origins
 * (anything else would make every share link an open redirect). `token` is added as `ref`.
 */
export function landingUrl(
  landing: string,
  { to, origins, token }: { to: string | null; origins: string[]; token: string | null },
): string {
  // The most common visit by far, whose address differs in the token alone.
  if (to === null && token !== null) return aroundToken(landing).join(encodeURIComponent(token));
  const target = new URL(landing);
  const wanted = to === null ? null : within(to, target, origins);
  const url = wanted ?? target;
  if (token !== null) url.searchParams.set('ref', token);
  return url.href;
}

/** What stands before and after the token in the address of a landing page. Parsing it takes longer than the routing. */
function aroundToken(landing: string): string[] {
  const known = landings.get(landing);
  if (known) return known;
  const url = new URL(landing);
  url.searchParams.set('ref', PLACE);
  const parts = url.href.split(PLACE);
  if (landings.size >= MAX_LANDINGS) landings.clear();
  landings.set(landing, parts);
  return parts;
}

const landings = new Map<string, string[]>();
const MAX_LANDINGS = 1000;
const PLACE = 'token-of-this-visit';

function within(to: string, landing: URL, origins: string[]): URL | null {
  // Backslashes and control characters are read differently by browsers and by this parser's callers.
  if (/[\\\p{Cc}]/u.test(to) || !URL.canParse(to, landing.origin)) return null;
  const url = new URL(to, landing.origin);
  const allowed = origins.includes(url.origin) || url.origin === landing.origin;
  // `blob:` addresses have the origin of the address inside them.
  return allowed && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}
