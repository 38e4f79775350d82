import type { WidgetElement } from '../page.ts';

/** Fills the element's own sheet from its settings. Only what the browser takes for a colour or a number gets in. */
export function updateBrand(sheet: CSSStyleSheet, element: WidgetElement): void {
  const accent = element.setting('accent');
  const offset = element.setting('offset');
  const theme = element.setting('theme');
  let declarations = '';
  if (accent && CSS.supports('color', accent)) declarations += `--goodturn-accent:${accent};`;
  if (offset && /^\d+$/.test(offset)) declarations += `--goodturn-offset:${offset}px;`;
  if (theme === 'light' || theme === 'dark') declarations += `color-scheme:${theme}`;
  sheet.replaceSync(`:host{${declarations}}`);
}
