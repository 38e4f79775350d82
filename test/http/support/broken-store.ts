import type { Store } from '../../../server/domain/store.ts';

/** What no answer may repeat: SQL, a file, a stack. */
const INTERNALS = 'select * from "secretKey" at /srv/goodturn/store.js:42:7';

/** The store of a server whose database went away: whatever is asked of it throws. */
export function brokenStore(store: Store): Store {
  function fail(): never {
    throw new Error(INTERNALS);
  }
  return { ...store, read: new Proxy(store.read, { get: fail }), write: fail };
}
