import { effect, signal } from '@preact/signals-core';
import { render } from 'preact';
import type { ApiClient } from '../api-client.ts';
import type { Attachment, Page, WidgetElement } from '../page.ts';
import { adopt } from '../styles/adopt.ts';
import { updateBrand } from '../styles/brand-sheet.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { localeOf } from '../text/locale-of.ts';
import { welcomeTextsFor } from './texts.ts';
import styles from './welcome.css?inline';
import { Welcome } from './welcome.tsx';
import { createWelcomeModel } from './welcome-model.ts';

/** Draws the friend's welcome. A part of its own: a page shows it or the panel, hardly ever both. */
export function mountWelcome(element: WidgetElement, api: ApiClient, page: Page): Attachment {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [];
  adopt(root, sharedStyles + styles);
  const brand = adopt(root, '');
  const settings = signal(0);
  const model = createWelcomeModel(async (body) => (await api.send('POST', 'visits', { body })).json());
  const texts = welcomeTextsFor(localeOf(element));
  const stop = effect(() => {
    settings.value;
    updateBrand(brand, element);
    const isBanner = element.setting('banner') !== null;
    render(
      <div class="root" lang={texts.language}>
        <Welcome model={model} texts={texts} isBanner={isBanner} />
      </div>,
      root,
    );
  });
  model.load(page.referralToken, element.setting('program') ?? page.programId);
  return {
    changed() {
      settings.value++;
    },
    open: () => undefined,
    detach() {
      stop();
      render(null, root);
    },
  };
}
