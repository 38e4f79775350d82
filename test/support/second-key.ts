import type { ConfigFile } from '../../shared/contract/site.ts';

/** The secret key of a second person at Acme, for what two have to decide. Made up here and used nowhere else. */
export const SECOND_KEY = 'sk_test_acme_second_8fK2mN4pQ6rS9tU1';

/** Headers of whoever holds the second key. */
export const second = { Authorization: `Bearer ${SECOND_KEY}` };

/** The configuration, and in it Acme's second key; the server is told it as the variable `SECOND_KEY`. */
export function withSecondKey(
  config: ConfigFile,
  scope: 'rewards:review' | '*' = 'rewards:review',
): ConfigFile {
  const key = { name: 'second', env: 'SECOND_KEY', scopes: [scope] };
  const sites = config.sites.map((site) =>
    site.id === 'acme' ? { ...site, secretKeys: [...site.secretKeys, key] } : site,
  );
  return { ...config, sites };
}
