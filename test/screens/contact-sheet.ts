import type { Browser } from 'playwright-core';

export type Shot = { caption: string; png: Buffer };

const GAP_PX = 16;

/** Lays shots in rows on one PNG, each with its caption above. */
export async function contactSheet(
  browser: Browser,
  shots: readonly Shot[],
  { sheetPx, perRow }: { sheetPx: number; perRow: number },
): Promise<Buffer> {
  const width = Math.min(perRow, shots.length) * (sheetPx + GAP_PX) + GAP_PX;
  const page = await browser.newPage({ viewport: { width, height: 400 } });
  const figures = shots.map(
    ({ caption, png }) =>
      `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
    body { background: #8d949e; display: flex; flex-wrap: wrap; gap: ${GAP_PX}px; align-items: start; margin: 0; padding: ${GAP_PX}px }
    figure { margin: 0 } figcaption { font: 15px 'Open Sans', sans-serif; padding-bottom: 8px }
    img { display: block; width: ${sheetPx}px }
  </style>${figures.join('')}`);
  const sheet = await page.screenshot({ fullPage: true });
  await page.close();
  return sheet;
}
