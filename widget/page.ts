/** What `goodturn('identify', …)` is told: a token that the site's back end signed, and optionally which program. */
export type Identity = { participantToken: string; programId?: string };

/** What the loader knows about the page it stands on and hands to the interface. Types only: both bundles import it. */
export type Page = {
  apiOrigin: string;
  siteKey: string;
  programId: string | null;
  referralToken: string | null;
};

/** Settings of one `<goodturn-widget>`, each an attribute in kebab-case and a property in camelCase. */
export const SETTINGS = [
  'participant-token',
  'program',
  'mode',
  'theme',
  'accent',
  'offset',
  'label',
  'brand',
  'lang',
  'sign-in-url',
  'banner',
  'no-button',
] as const;
export type Setting = (typeof SETTINGS)[number];

/** The element as the interface sees it: a place to draw and a way to read settings. */
export type WidgetElement = HTMLElement & { setting(name: Setting): string | null };

/** One element that the interface draws. `changed` after any setting, `detach` when the element leaves the page. */
export type Attachment = { changed(): void; open(isOpen: boolean): void; detach(): void };

/** What the interface chunk exports as `start`, once for a page. */
export type Interface = {
  identify(identity: Identity | null): void;
  attach(element: WidgetElement): Promise<Attachment>;
  destroy(): void;
};
