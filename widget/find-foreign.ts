/**
 * Whether the server does not let this page's origin in. A browser hides why it stopped a call: where files that any
 * page may read still come, it was not the network. A part of its own, since a page on a listed origin never asks.
 */
export async function isForeign(apiOrigin: string): Promise<boolean> {
  const probe = fetch(`${apiOrigin}/widget/manifest.json`, { credentials: 'omit', cache: 'no-store' });
  const isServed = await probe.then(({ status }) => status === 200).catch(() => false);
  // Whoever built the page can mend this, and no visitor can.
  if (isServed) console.warn(`goodturn: add ${location.origin} to the origins of this site key’s site.`);
  return isServed;
}
