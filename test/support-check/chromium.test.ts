import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

const browser = await launchBrowser();

async function open(html: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent(html);
  return page;
}

test('Chromium lays out text with a real font and runs scripts', async () => {
  const page = await open(
    '<p style="float: left; font: 40px sans-serif">iiiiWWWW</p><script>answer = 6 * 7</script>',
  );
  expect(await page.evaluate('answer')).toBe(42);
  const widths = await page.evaluate(`(() => {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = '40px sans-serif';
    return { narrow: pen.measureText('i').width, wide: pen.measureText('W').width };
  })()`);
  expect(widths).toSatisfy(({ narrow, wide }) => narrow > 0 && wide > narrow);
});

test('Chromium enforces a content security policy, so tests of one mean something', async () => {
  const page = await open(
    `<meta http-equiv="Content-Security-Policy" content="script-src 'none'"><script>blocked = true</script>`,
  );
  expect(await page.evaluate('typeof blocked')).toBe('undefined');
});

test('Chromium keeps origins apart: a foreign answer without CORS headers is not readable', async () => {
  const [shop, api] = [await serveText('shop'), await serveText('secret')];
  const page = await open('');
  await page.goto(shop);
  expect(await page.evaluate(`fetch('${shop}').then((answer) => answer.text())`)).toBe('shop');
  await expect(page.evaluate(`fetch('${api}')`)).rejects.toThrow('Failed to fetch');
});

/** An origin of its own that answers everything with one text; closed after the test. */
async function serveText(text: string): Promise<string> {
  const server = createServer((_, response) => response.end(text));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/`;
}
