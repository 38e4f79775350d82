/**
 * Stands around every dynamic import of the built widget. A browser doesn't fetch a module anew that it could not fetch
 * once, so another try needs another address, which Chromium and Firefox name at the end of their message. The build also
 * puts this around the import below: an address with a query is not tried again.
 */
export async function importPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const [address] = /http\S+\.js$/.exec(String(error)) ?? [];
    if (!address) throw error;
    return import(/* @vite-ignore */ `${address}?${Date.now()}`);
  }
}
