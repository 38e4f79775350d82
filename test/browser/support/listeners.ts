import type { Page } from 'playwright-core';

/** How many listeners of each kind hang on the window, the document and the body, by the browser's own account. */
export async function listenersOf(page: Page): Promise<Record<string, number>> {
  const tools = await page.context().newCDPSession(page);
  const counts: Record<string, number> = {};
  for (const expression of ['window', 'document', 'document.body']) {
    const { result } = await tools.send('Runtime.evaluate', { expression });
    const { listeners } = await tools.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
    });
    for (const { type } of listeners) {
      const name = `${expression} ${type}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  await tools.detach();
  return counts;
}
