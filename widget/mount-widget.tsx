import { effect, signal } from '@preact/signals-core';
import { render } from 'preact';
import type { ApiClient } from './api-client.ts';
import { createView } from './create-view.ts';
import type { SessionModel } from './models/session-model.ts';
import type { Attachment, WidgetElement } from './page.ts';
import type { FrameKind } from './panel/frame.ts';
import { Widget } from './panel/widget.tsx';
import { adopt } from './styles/adopt.ts';
import { updateBrand } from './styles/brand-sheet.ts';
import { panelStyles } from './styles/panel-styles.ts';
import { sharedStyles } from './styles/shared-styles.ts';

/** The session that an element shows: its own token's, or that of the page's participant. */
type SessionFor = (element: WidgetElement) => SessionModel;

/** Draws one inline or floating element and keeps it drawn: the whole tree is one function of the signals it reads. */
export function mountWidget(
  element: WidgetElement,
  kind: FrameKind,
  api: ApiClient,
  sessionFor: SessionFor,
): Attachment {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [];
  adopt(root, sharedStyles + panelStyles + kind.styles);
  const brand = adopt(root, '');
  const settings = signal(0);
  const session = signal(sessionFor(element));
  const view = createView(element, root, api, session);
  const frame = kind.create(view);

  const stops: (() => void)[] = [
    effect(() => {
      settings.value;
      updateBrand(brand, element);
      try {
        render(<Widget view={view} frame={frame} />, root);
        frame.onDrawn?.(root);
      } catch (error) {
        // A drawing that fails must not reach the host page.
        console.warn('goodturn:', error);
      }
    }),
  ];

  let isDetached = false;
  async function follow() {
    const live = await import('./live/start-live.ts');
    if (!isDetached) stops.push(live.watchView(element, frame.isOpen, session));
  }
  // Without it the panel still shows what it has.
  follow().catch(() => undefined);

  return {
    changed() {
      session.value = sessionFor(element);
      settings.value++;
    },
    open: frame.open,
    detach() {
      isDetached = true;
      for (const stop of stops) stop();
      frame.stop?.();
      render(null, root);
    },
  };
}
