import type { Scope } from '../../shared/contract/site.ts';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import { hasScope, type Site } from '../domain/site/site.ts';
import type { Call } from './command.ts';

/**
 * Whose secret key an environment variable holds, as the API would know them: where two people have to decide, a command
 * asks for their keys as well. Throws a `ConfigError` for one that is not set, not a key, or lacks the scope.
 */
export async function namedKey(
  { directory, keyMac }: Pick<Deps, 'directory' | 'keyMac'>,
  { env, options }: Call,
  scope: Scope,
): Promise<{ site: Site; keyName: string }> {
  const variable = options['key'];
  if (variable === undefined)
    throw new ConfigError(['Name the environment variable that holds your secret key: --key NAME.']);
  const secret = env.named(variable);
  if (secret === undefined) throw new ConfigError([`The environment variable ${variable} is not set.`]);
  const sites = await directory.current();
  const key = sites.secretKey(keyMac(secret));
  const site = key && sites.byId(key.siteId);
  if (!key || !site) throw new ConfigError([`${variable} holds no secret key of a site.`]);
  if (!hasScope(key, scope)) throw new ConfigError([`The secret key ${key.name} lacks the scope ${scope}.`]);
  return { site, keyName: key.name };
}
