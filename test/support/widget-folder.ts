import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A widget folder without files, for tests that do not ask for any: they need no build. */
export async function emptyWidgetFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-widget-'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ files: [] }));
  return folder;
}
