import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../server/storage/open-store.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';
import type { Ground } from './history.ts';

/** Linux keeps this folder in memory, so that a flush costs nothing: a simulated crash loses no page of a file. */
const MEMORY = '/dev/shm';

/** Makes the ground that histories are played on; `remove` takes it away. */
export async function layGround(): Promise<Ground & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'goodturn-ground-'));
  const emptyDatabase = join(folder, 'empty.db');
  await (await openStore(`file:${emptyDatabase}`)).close();
  return {
    folder,
    emptyDatabase,
    widgetFolder: await emptyWidgetFolder(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
