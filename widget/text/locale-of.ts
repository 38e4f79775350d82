/** The language to speak: the element's, else the page's, else the browser's. */
export function localeOf(element: Element): string {
  return element.getAttribute('lang') || document.documentElement.lang || navigator.language;
}
