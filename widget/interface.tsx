import { createApiClient } from './api-client.ts';
import { createSessionModel, type SessionModel } from './models/session-model.ts';
import { mountWidget } from './mount-widget.tsx';
import type { Attachment, Identity, Interface, Page, WidgetElement } from './page.ts';
import { inlineFrame } from './panel/inline-frame.tsx';

/** Shared sessions are held by program ('' for the page's own), the session of an element's own token by the element. */
type Holder = string | WidgetElement;
type HeldSession = { session: SessionModel; stop?: () => void; isReleased?: boolean };

/** Starts the interface for a page; the loader calls it once and tells it about participants and elements. */
export function start(page: Page): Interface {
  const api = createApiClient(page);
  const sessions = new Map<Holder, HeldSession>();
  let identity: Identity | null = null;

  function hold(holder: Holder, ownProgram: () => string | null): HeldSession {
    const programOf = () => ownProgram() ?? identity?.programId ?? page.programId;
    const session = createSessionModel(api, programOf, () => {
      document.dispatchEvent(new CustomEvent('goodturn-token-needed'));
    });
    const held: HeldSession = { session };
    sessions.set(holder, held);
    keepFresh(held).catch(() => undefined);
    return held;
  }

  /** A part of its own: without it the panel still shows what it has. */
  async function keepFresh(held: HeldSession) {
    const live = await import('./live/start-live.ts');
    if (!held.isReleased) held.stop = live.startLive(api, held.session);
  }

  function release(holder: Holder) {
    const held = sessions.get(holder);
    if (!held) return;
    held.isReleased = true;
    held.stop?.();
    sessions.delete(holder);
  }

  /** Elements that show the same participant and program share one session, and with it one stream. */
  function sessionFor(element: WidgetElement): SessionModel {
    const ownToken = element.setting('participant-token');
    const ownProgram = element.setting('program');
    const holder = ownToken ? element : (ownProgram ?? '');
    const { session } =
      sessions.get(holder) ?? hold(holder, ownToken ? () => element.setting('program') : () => ownProgram);
    session.identify(ownToken ?? identity?.participantToken ?? null);
    return session;
  }

  return {
    identify(next) {
      identity = next;
      for (const [holder, { session }] of sessions) {
        if (typeof holder === 'string') session.identify(next?.participantToken ?? null);
      }
    },
    async attach(element): Promise<Attachment> {
      const mode = element.setting('mode');
      if (mode === 'welcome') {
        const welcome = await import('./welcome/mount-welcome.tsx');
        return welcome.mountWelcome(element, api, page);
      }
      const floating = mode === 'float' && (await import('./floating/floating-frame.tsx'));
      const kind = floating ? floating.floatingFrame : inlineFrame;
      const attachment = mountWidget(element, kind, api, sessionFor);
      return {
        ...attachment,
        detach() {
          attachment.detach();
          release(element);
        },
      };
    },
    destroy() {
      for (const holder of sessions.keys()) release(holder);
    },
  };
}
