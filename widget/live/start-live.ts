import { signal } from '@preact/signals-core';
import type { ApiClient } from '../api-client.ts';
import type { SessionModel } from '../models/session-model.ts';
import { keepLive } from './live-model.ts';

export { watchView } from './watch-view.ts';

/** Keeps a session fresh as long as the page is on view. A part of its own, since the panel is of use before it runs. */
export function startLive(api: ApiClient, session: SessionModel): () => void {
  const isPageShown = signal(!document.hidden);
  function look() {
    isPageShown.value = !document.hidden;
  }
  document.addEventListener('visibilitychange', look);
  const stop = keepLive(api, session, isPageShown);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', look);
  };
}
