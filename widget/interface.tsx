import { createApiClient } from './api-client.ts';
import { createSessionModel, type SessionModel } from './models/session-model.ts';
import { mountWidget } from './mount-widget.tsx';
import type { Attachment, Identity, Interface, Page, WidgetElement } from './page.ts';

type HeldSession = { session: SessionModel; isShared: boolean };

/** Starts the interface for a page; the loader calls it once and tells it about participants and elements. */
export function start(page: Page): Interface {
  const api = createApiClient(page);
  const sessions = new Map<string, HeldSession>();
  const endings: (() => void)[] = [];
  let identity: Identity | null = null;
  let isDestroyed = false;

  function onTokenNeeded() {
    document.dispatchEvent(new CustomEvent('goodturn-token-needed'));
  }

  async function keepFresh(session: SessionModel) {
    const live = await import('./live/start-live.ts');
    if (!isDestroyed) endings.push(live.startLive(api, session));
  }

  /** Elements that show the same thing share one session, and with it one stream. */
  function sessionFor(element: WidgetElement): SessionModel {
    const ownToken = element.setting('participant-token');
    const ownProgram = element.setting('program');
    const key = `${ownToken ?? ''} ${ownProgram ?? ''}`;
    const held = sessions.get(key);
    if (held) return held.session;
    const programOf = () => ownProgram ?? identity?.programId ?? page.programId;
    const session = createSessionModel(api, programOf, onTokenNeeded);
    sessions.set(key, { session, isShared: !ownToken });
    session.identify(ownToken ?? identity?.participantToken ?? null);
    // Without it the panel still shows what it has, and asks anew whenever it is opened.
    keepFresh(session).catch(() => undefined);
    return session;
  }

  async function mount(element: WidgetElement): Promise<Attachment> {
    if (element.setting('mode') !== 'welcome') return mountWidget(element, api, sessionFor);
    return (await import('./welcome/mount-welcome.tsx')).mountWelcome(element, api, page);
  }

  return {
    identify(next) {
      identity = next;
      for (const { session, isShared } of sessions.values()) {
        if (isShared) session.identify(next?.participantToken ?? null);
      }
    },
    attach: mount,
    destroy() {
      isDestroyed = true;
      for (const end of endings) end();
    },
  };
}
