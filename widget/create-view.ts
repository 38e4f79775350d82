import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ShareChannel } from '../shared/contract/session.ts';
import type { ApiClient } from './api-client.ts';
import { createCopyModel } from './models/copy-model.ts';
import type { SessionModel } from './models/session-model.ts';
import type { WidgetElement } from './page.ts';
import type { ActiveReveal, View } from './panel/view.ts';
import { writeClipboard } from './panel/write-clipboard.ts';
import { createPart } from './part.ts';
import { findNativeShare } from './share/native-share.ts';
import { createShareModel } from './share/share-model.ts';
import { localeIn, localeOf } from './text/locale-of.ts';
import { textsFor } from './text/texts.ts';

/** Joins the models of one element with the server, the browser and the page's events. */
export function createView(
  element: WidgetElement,
  root: ShadowRoot,
  api: ApiClient,
  session: ReadonlySignal<SessionModel>,
): View {
  const texts = textsFor(localeOf(element));
  const locale = localeIn(texts.language, element);
  const reveal = signal<ActiveReveal | null>(null);
  const areListsAway = signal(false);
  const linkCopy = createCopyModel(writeClipboard);

  function emit(name: string, detail: unknown = null): void {
    element.dispatchEvent(new CustomEvent(`goodturn-${name}`, { detail, bubbles: true, composed: true }));
  }

  function onShared(channel: ShareChannel): void {
    emit('share', { channel });
    // Only a count for the site: the share itself has already happened.
    view.post('shares', { channel }, 1).catch(() => undefined);
  }

  const view: View = {
    setting: (name) => element.setting(name),
    texts,
    locale,
    now: Date.now,
    session,
    share: createShareModel(findNativeShare(), onShared),
    linkCopy,
    answerCopy: createCopyModel(writeClipboard),
    reveal,
    said: signal(''),
    lists: createPart(async () => {
      const part = await import('./lists/start-lists.tsx');
      return part.startLists(view, root);
    }, areListsAway),
    areListsAway,
    tryAgain() {
      areListsAway.value = false;
      session.value.refresh();
    },
    emit,
    post: (path, body, attempts) =>
      session.value.withSession((token) => api.send('POST', path, { token, body, attempts })),
    async copyLink(url) {
      if (await linkCopy.copy(url)) onShared('copy');
    },
    async startReveal(reward) {
      // What a screen reader is to be told again has to go first.
      reveal.value = null;
      try {
        const part = await import('./reveal/start-reveal.tsx');
        reveal.value = part.startReveal(view, root, reward);
      } catch {
        reveal.value = { rewardId: reward.id };
      }
    },
    hideReveal() {
      const rewardId = reveal.value?.rewardId;
      reveal.value = null;
      if (rewardId) root.getElementById(rewardId)?.focus();
    },
  };
  return view;
}
