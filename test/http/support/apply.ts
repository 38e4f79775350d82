import { parseConfigFile } from '../../../server/config/config-file.ts';
import { readEnv } from '../../../server/config/env.ts';
import { applyConfig } from '../../../server/domain/site/apply-config.ts';
import type { ConfigFile } from '../../../shared/contract/site.ts';
import { SECRETS } from '../../support/acme.ts';
import type { Harness } from '../../support/harness.ts';

/** Applies another configuration to a running server, as `goodturn apply FILE` would. */
export async function apply(
  { deps, clock }: Harness,
  config: ConfigFile,
  secrets: Record<string, string> = {},
): Promise<void> {
  await applyConfig(
    deps,
    parseConfigFile(JSON.stringify(config), readEnv({ ...SECRETS, ...secrets })),
    clock.now,
  );
  deps.directory.forget();
}
