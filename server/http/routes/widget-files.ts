import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpApp } from '../http-app.ts';

type WidgetFile = { file: string; integrity: string; bytes: number; role: string; initial: boolean };

const YEAR_S = 31_536_000;

/**
 * The widget's files: `widget.js` under its fixed name with a short life, everything else under hashed names for a
 * year. Only what the build's manifest lists is served, so no path can lead out of the folder.
 */
export function mountWidgetFiles(app: HttpApp, folder: string): void {
  const manifest = readManifest(folder);
  for (const { file } of manifest.files) {
    const body = readFileSync(join(folder, file));
    const isLoader = file === 'widget.js';
    const cache = isLoader ? 'public, max-age=300' : `public, max-age=${YEAR_S}, immutable`;
    app.get(`/${file}`, (c) => c.body(body, 200, fileHeaders('text/javascript; charset=utf-8', cache)));
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
