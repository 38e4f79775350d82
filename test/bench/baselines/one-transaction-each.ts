import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { buildApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config/config.ts';
import { readEnv } from '../../../server/config/env.ts';
import { readSecrets } from '../../../server/config/secrets.ts';
import { createDeps } from '../../../server/deps.ts';

/**
 * The whole server as it is, but for one thing: every write has a transaction, and so a flush to disk, of its own.
 * What group commit is worth can only be told against the same code without it.
 */
const env = readEnv();
const config = readConfig(env);
const secrets = readSecrets(env, { production: config.production });
const deps = await createDeps(config, secrets, { batchLimit: 1 });
const widgetFolder = fileURLToPath(new URL('../../../dist/widget', import.meta.url));
const { host: hostname, port } = config.http;

serve({ fetch: buildApp(deps, { widgetFolder }).fetch, hostname, port }, () => {
  console.log(`baseline on http://${hostname}:${port}`);
});
