import type { NativeShare } from './share-model.ts';

/** The share sheet of this browser, if it has one. Closing the sheet is a choice, not an error. */
export function findNativeShare(): NativeShare {
  if (typeof navigator.share !== 'function') return undefined;
  return async ({ text, url, subject }) => {
    try {
      await navigator.share({ title: subject, text, url });
      return true;
    } catch {
      return false;
    }
  };
}
