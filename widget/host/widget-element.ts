import { type Attachment, SETTINGS, type Setting, type WidgetElement } from '../page.ts';

export const TAG = 'goodturn-widget';

/** Draws an element once the interface has arrived; null when it cannot arrive. */
type Attach = (element: WidgetElement) => Promise<Attachment | null>;

type GoodturnElement = WidgetElement & { connectedCallback(): void; disconnectedCallback(): void };
type ElementClass = { new (): GoodturnElement; attach: Attach | null };

/**
 * Says who draws `<goodturn-widget>` from now on; null takes every drawing away and leaves the plain elements.
 * The element is defined by the loader, so that one added at any time asks for the interface by itself, without an
 * observer on the host page. The registry never forgets a definition: a later run takes over the one it finds.
 */
export function defineElement(attach: Attach | null): void {
  const known = customElements.get(TAG) as ElementClass | undefined;
  const Element = known ?? createElementClass();
  Element.attach = attach;
  if (!known) {
    customElements.define(TAG, Element);
    return;
  }
  for (const element of document.querySelectorAll<GoodturnElement>(TAG)) {
    if (attach) element.connectedCallback();
    else element.disconnectedCallback();
  }
}

// A function, since `HTMLElement` must not be touched when the file is only imported.
function createElementClass(): ElementClass {
  class GoodturnWidget extends HTMLElement {
    static observedAttributes = SETTINGS;
    static attach: Attach | null = null;
    #properties = new Map<Setting, string | null>();
    #attachment: Promise<Attachment | null> | undefined;

    setting(name: Setting): string | null {
      return this.#properties.get(name) ?? this.getAttribute(name);
    }

    set(name: Setting, value: unknown): void {
      this.#properties.set(name, value === undefined || value === null ? null : String(value));
      this.#changed(name);
    }

    /** Opens or closes the panel of a floating button. */
    open(isOpen = true): void {
      this.#use((attachment) => attachment.open(isOpen));
    }

    connectedCallback(): void {
      this.#adoptEarlyProperties();
      this.#attachment ??= GoodturnWidget.attach?.(this);
    }

    disconnectedCallback(): void {
      this.#use((attachment) => attachment.detach());
      this.#attachment = undefined;
    }

    attributeChangedCallback(name: Setting): void {
      this.#properties.delete(name);
      this.#changed(name);
    }

    #changed(name: Setting): void {
      this.#use((attachment) => attachment.changed());
      // Another mode is another drawing.
      if (name === 'mode' && this.#attachment) {
        this.disconnectedCallback();
        this.connectedCallback();
      }
    }

    #use(action: (attachment: Attachment) => void): void {
      this.#attachment?.then((attachment) => attachment && action(attachment));
    }

    // A framework may set properties before the upgrade: they then hide the accessors and must be set again.
    #adoptEarlyProperties(): void {
      for (const name of SETTINGS) {
        const own = Object.getOwnPropertyDescriptor(this, propertyName(name));
        if (!own) continue;
        Reflect.deleteProperty(this, propertyName(name));
        this.set(name, own.value);
      }
    }
  }

  for (const name of SETTINGS) {
    // `lang` is every element's own property and already reflects its attribute.
    if (name === 'lang') continue;
    Object.defineProperty(GoodturnWidget.prototype, propertyName(name), {
      get(this: GoodturnWidget) {
        return this.setting(name);
      },
      set(this: GoodturnWidget, value: unknown) {
        this.set(name, value);
      },
    });
  }
  return GoodturnWidget;
}

function propertyName(name: Setting): string {
  return name.replace(/-./g, (match) => match.charAt(1).toUpperCase());
}
