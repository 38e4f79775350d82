/** A browser that stops a call does so at once; whoever takes longer is slow. */
const AT_ONCE_MS = 5_000;

/**
 * Tells a server that does not let this page's origin in from one that is away. A browser hides why it stopped a call: where
 * files that any page may read still come, and the call is stopped at once even then, it was not the network. Resolves to the
 * answer where that comes after all, and else to what is wrong. A part of its own, since a page on a listed origin never asks.
 */
export async function findForeign<Kind extends string>(
  apiOrigin: string,
  again: () => Promise<Response | { kind: Kind }>,
): Promise<Response | Kind | 'offline' | 'foreign'> {
  const probe = fetch(`${apiOrigin}/widget/manifest.json`, { credentials: 'omit', cache: 'no-store' });
  const isServed = probe.then(
    ({ ok }) => ok,
    () => false,
  );
  if (!(await isServed)) return 'offline';
  const askedMs = Date.now();
  const answer = await again();
  if (answer instanceof Response) return answer;
  if (answer.kind !== 'offline' || Date.now() - askedMs > AT_ONCE_MS) return answer.kind;
  // Whoever built the page can mend this, and no visitor can.
  console.warn(`goodturn: add ${location.origin} to the origins of this site.`);
  return 'foreign';
}
