import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressedForms, takes } from '../compressed.ts';
import type { HttpApp } from '../http-app.ts';
import type { HttpContext } from '../http-context.ts';
import { isKnownTag } from '../me-tag.ts';

type WidgetFile = { file: string; integrity: string; bytes: number; role: string; initial: boolean };

const YEAR_S = 31_536_000;

/**
 * The widget's files: `widget.js` under its fixed name with a short life, everything else under hashed names for a
 * year. Only what the build's manifest lists is served, so no path can lead out of the folder.
 */
export function mountWidgetFiles(app: HttpApp, folder: string): void {
  const manifest = readManifest(folder);
  for (const { file, integrity } of manifest.files) {
    const forms = compressedForms(new Uint8Array(readFileSync(join(folder, file))));
    const isLoader = file === 'widget.js';
    const cache = isLoader ? 'public, max-age=300' : `public, max-age=${YEAR_S}, immutable`;
    const headers = fileHeaders('text/javascript; charset=utf-8', cache);
    const answer = (c: HttpContext) => {
      const form = forms.find(
        ({ encoding }) => !encoding || takes(c.req.header('accept-encoding'), encoding),
      );
      if (!form) throw new Error(`the file ${file} has no plain form`);
      const { encoding, bytes } = form;
      // Each form is other bytes, and so has a tag of its own.
      const tag = `"${integrity}${encoding ? `-${encoding}` : ''}"`;
      const about = { ...headers, ETag: tag, Vary: 'Accept-Encoding' };
      if (isKnownTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, about);
      return c.body(bytes, 200, { ...about, ...(encoding && { 'Content-Encoding': encoding }) });
    };
    app.get(`/${file}`, answer);
    // Beside the manifest too, where its names would be looked for.
    app.get(`/widget/${file}`, answer);
  }
  app.get('/widget/manifest.json', (c) =>
    c.body(JSON.stringify(manifest), 200, fileHeaders('application/json', 'public, max-age=300')),
  );
}

/** Pages of other origins load the chunks as modules, which needs their leave (CORS) and ours (CORP). */
function fileHeaders(type: string, cache: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Cache-Control': cache,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  };
}

function readManifest(folder: string): { files: WidgetFile[] } {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new Error(`The widget is not built in ${folder}; run "npm run build".`, { cause });
  }
}
