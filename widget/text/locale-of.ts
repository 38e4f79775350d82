/** The language to speak: the element's, else the page's, else the browser's. */
export function localeOf(element: Element): string {
  return element.getAttribute('lang') || document.documentElement.lang || navigator.language;
}

/**
 * The tag to format money and dates with: the person's own where it is of the language that is spoken. A browser without
 * a locale of its own may say `en-US@posix`, which no formatter takes.
 */
export function localeIn(language: string, element: Element): string {
  const locale = localeOf(element);
  try {
    Intl.getCanonicalLocales(locale);
    return locale.split('-')[0] === language ? locale : language;
  } catch {
    return language;
  }
}
