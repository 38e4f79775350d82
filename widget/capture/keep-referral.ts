const KEY = 'goodturn.referral';

/** Where a referral token waits for the sign-up: in memory always, in the tab's storage only with consent. */
type KeptReferral = { token: string | null; allowStorage(isAllowed: boolean): void };

/** @param storage the tab's storage; reading it may throw where the browser forbids it */
export function keepReferral(captured: string | null, storage: () => Storage): KeptReferral {
  function attempt(action: (store: Storage) => void): void {
    try {
      action(storage());
    } catch {
      // Without storage the token lives as long as the page does.
    }
  }
  const kept: KeptReferral = {
    token: captured,
    allowStorage(isAllowed) {
      attempt((store) => {
        kept.token ??= isAllowed ? store.getItem(KEY) : null;
        if (isAllowed && kept.token) store.setItem(KEY, kept.token);
        else if (!isAllowed) store.removeItem(KEY);
      });
    },
  };
  return kept;
}
