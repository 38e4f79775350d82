import { keepReferral } from './capture/keep-referral.ts';
import { readReferral } from './capture/read-referral.ts';
import { type Commands, installCommands, isInstalled } from './global-api.ts';
import type { ScriptSettings } from './host/find-script.ts';
import { defineElement, TAG } from './host/widget-element.ts';
import type { Attachment, Identity, Interface, Page, WidgetElement } from './page.ts';

type Start = (page: Page) => Interface;
type FloatingElement = HTMLElement & { open(isOpen?: boolean): void };

/**
 * Captures the referral, drains the queue and waits for an element that needs the interface.
 * @param load fetches the interface chunk; called at most once, and never on a page that shows nothing
 */
export function startLoader(settings: ScriptSettings, load: () => Promise<{ start: Start }>): void {
  if (isInstalled(window)) return;
  const referral = keepReferral(readReferral(location.href), () => sessionStorage);
  if (settings.keepReferral) referral.allowStorage(true);

  const life = new AbortController();
  const added: HTMLElement[] = [];
  let identity: Identity | null = null;
  let started: Promise<Interface | null> | undefined;
  let float: FloatingElement | undefined;

  function startInterface(): Promise<Interface | null> {
    started ??= load()
      .then(({ start }) => {
        const { apiOrigin, siteKey, programId } = settings;
        const built = start({ apiOrigin, siteKey, programId, referralToken: referral.token });
        if (identity) built.identify(identity);
        return built;
      })
      .catch(warn);
    return started;
  }

  function identify(next: Identity | null): void {
    identity = next;
    started?.then((built) => built?.identify(next));
  }

  function add(attributes: Record<string, string>): FloatingElement {
    const element = document.createElement(TAG) as FloatingElement;
    for (const [name, value] of Object.entries({ ...settings.look, ...attributes }))
      element.setAttribute(name, value);
    added.push(element);
    // The script may stand in the head, where there is no body yet.
    if (document.body) document.body.append(element);
    else addEventListener('DOMContentLoaded', () => document.body.append(element), { signal: life.signal });
    return element;
  }

  function destroy(): void {
    life.abort();
    for (const element of added) element.remove();
    defineElement(null);
    started?.then((built) => built?.destroy());
    delete window.goodturn;
  }

  const commands: Commands = {
    identify,
    signOut: () => identify(null),
    open() {
      float ??= add({ mode: 'float', 'no-button': '' });
      float.open();
    },
    close: () => float?.open(false),
    referral: (callback) => callback({ referralToken: referral.token }),
    on(event, callback) {
      const listener = (fired: Event) => callback((fired as CustomEvent<unknown>).detail);
      document.addEventListener(`goodturn-${event}`, listener, { signal: life.signal });
    },
    consent: ({ storage }) => referral.allowStorage(storage),
    destroy,
  };

  function attach(element: WidgetElement): Promise<Attachment | null> {
    return startInterface()
      .then((built) => built?.attach(element) ?? null)
      .catch(warn);
  }

  defineElement(attach);
  if (settings.float) float = add({ mode: 'float' });
  if (settings.welcome && referral.token && !document.querySelector(`${TAG}[mode=welcome]`)) {
    add({ mode: 'welcome', banner: '' });
  }
  installCommands(window, commands);
}

/** The page goes on without what did not come. */
function warn(error: unknown): null {
  console.warn('goodturn: a part of the interface did not load.', error);
  return null;
}
