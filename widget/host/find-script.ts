/** Everything that the script tag says, with the defaults applied. `base` is the folder the chunks lie in. */
export type ScriptSettings = {
  apiOrigin: string;
  base: string;
  siteKey: string;
  programId: string | null;
  float: boolean;
  welcome: boolean;
  keepReferral: boolean;
  look: Record<string, string>;
};

const LOOK = ['theme', 'accent', 'offset', 'label', 'brand', 'lang', 'sign-in-url'];

/** `document.currentScript` also holds for a tag that a consent manager inserts late; null only in a module script. */
export function findScript(page: Document): HTMLScriptElement | null {
  const current = page.currentScript;
  return current instanceof HTMLScriptElement ? current : page.querySelector('script[data-site-key]');
}

/** Reads the tag's attributes. Throws where the address of the server is no URL. */
export function readScript(script: HTMLScriptElement): ScriptSettings {
  const { api, siteKey, program, float, welcome, consent } = script.dataset;
  const look: Record<string, string> = {};
  for (const name of LOOK) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) look[name] = value;
  }
  return {
    apiOrigin: new URL(api ?? script.src).origin,
    base: script.src,
    siteKey: siteKey ?? '',
    programId: program ?? null,
    float: float !== undefined,
    welcome: welcome === 'auto',
    keepReferral: consent === 'assumed',
    look,
  };
}
