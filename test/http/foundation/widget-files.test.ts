import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { mountWidgetFiles } from '../../../server/http/routes/widget-files.ts';

const TEXT = 'export const greeting = "hello";\n'.repeat(50);
const integrity = `sha384-${createHash('sha384').update(TEXT).digest('base64')}`;

async function appWithFile() {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-files-'));
  const file = { file: 'widget.js', integrity, bytes: TEXT.length, role: 'loader', initial: true };
  await writeFile(join(folder, 'widget.js'), TEXT);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ files: [file] }));
  const app: Parameters<typeof mountWidgetFiles>[0] = new Hono();
  mountWidgetFiles(app, folder);
  return app;
}

const app = await appWithFile();
const get = (headers: Record<string, string>, path = '/widget.js') => app.request(path, { headers });

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip, br;q=0', 'gzip', gunzipSync],
  ['identity', null, (bytes: Buffer) => bytes],
])('with "%s" a file travels as %s, and is the same file in the end', async (accepts, encoding, open) => {
  for (const path of ['/widget.js', '/widget/widget.js']) {
    const answer = await get({ 'Accept-Encoding': accepts }, path);
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(open(Buffer.from(await answer.arrayBuffer())).toString()).toBe(TEXT);
  }
});

test('whoever has a file is not sent it again, and each form has a strong tag of its own', async () => {
  const tags = new Set<string>();
  for (const accepts of ['br', 'gzip', 'identity']) {
    const tag = (await get({ 'Accept-Encoding': accepts })).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"/);
    tags.add(tag);
    const again = await get({ 'Accept-Encoding': accepts, 'If-None-Match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get({ 'Accept-Encoding': accepts, 'If-None-Match': '"older"' })).status).toBe(200);
  }
  expect(tags.size).toBe(3);
});
