import type { Page } from 'playwright-core';

/** What a person would call the element that has the focus, looked for through shadow roots; '' when none has. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body || element instanceof HTMLDialogElement) return '';
    return (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  });
}

const MOST_STOPS = 40;

/** The names at which the Tab key stops, from the present place until it comes round to the first again. */
export async function tabThrough(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (let pressed = 0; pressed < MOST_STOPS; pressed++) {
    await page.keyboard.press('Tab');
    const name = await focusedName(page);
    // Between the last and the first the focus passes through the browser's own controls.
    if (name === '') continue;
    if (name === stops[0]) return stops;
    stops.push(name);
  }
  throw new Error(`The Tab key does not come round: ${stops.join(', ')}`);
}
