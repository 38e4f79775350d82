import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config/config.ts';
import { readEnv } from '../../server/config/env.ts';
import { createDeps } from '../../server/deps.ts';
import { quietLog } from '../support/quiet-log.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';

/**
 * A process of its own on somebody else's database: the server as it is, but with its time standing at `RACE_NOW`
 * and its worker run by `POST /__race/work`.
 */
const env = readEnv();
const deps = await createDeps(
  readConfig(env),
  { master: process.env['GOODTURN_SECRET'] ?? '' },
  {
    clock: () => Number(process.env['RACE_NOW']),
    log: quietLog,
  },
);
const app = buildApp(deps, { widgetFolder: await emptyWidgetFolder() });

async function answer(request: Request): Promise<Response> {
  if (new URL(request.url).pathname !== '/__race/work') return app.fetch(request);
  await deps.worker.settle();
  return new Response(null, { status: 204 });
}

serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) => {
  console.log(`Racer on http://127.0.0.1:${port}`);
});
