import type { Browser } from 'playwright-core';

export type Shot = { caption: string; png: Buffer };

const GAP_PX = 16;

/** Lays shots side by side on one PNG, each `widthPx` wide, with the caption above. */
export async function contactSheet(
  browser: Browser,
  shots: readonly Shot[],
  widthPx: number,
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: sheetWidth(shots.length, widthPx), height: 400 } });
  const figures = shots.map(
    ({ caption, png }) =>
      `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
    body { background: #8d949e; display: flex; gap: ${GAP_PX}px; align-items: start; margin: 0; padding: ${GAP_PX}px }
    figure { margin: 0 } figcaption { font: 15px 'Open Sans', sans-serif; padding-bottom: 8px }
    img { display: block; width: ${widthPx}px }
  </style>${figures.join('')}`);
  const sheet = await page.screenshot({ fullPage: true });
  await page.close();
  return sheet;
}

function sheetWidth(count: number, widthPx: number): number {
  return count * (widthPx + GAP_PX) + GAP_PX;
}
