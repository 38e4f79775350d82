import { type ConfigFile, configFile } from '../../shared/contract/site.ts';

/** Secrets of test sites. Made up here and used nowhere else. */
export const SECRETS = {
  GOODTURN_SECRET: 'test-master-secret-0Zb7QmT4xN1vK8pR2sWd',
  ACME_SECRET_KEY: 'sk_test_acme_4fJ8sKq2LmNpRtVw',
  ACME_IDENTITY_SECRET: 'test-identity-acme-9dXc3VbN6mQwErTyU1oP',
  GLOBEX_SECRET_KEY: 'sk_test_globex_7hG5fDsAqWzXcVb',
  GLOBEX_IDENTITY_SECRET: 'test-identity-globex-2LkJhGfDsAqWeRtYuI',
};

export const SITE_KEY = 'pk_acme';

type Site = ConfigFile['sites'][number];
type Program = Site['programs'][number];

const FRIENDS: unknown = {
  id: 'friends',
  type: 'refer_a_friend',
  name: 'Give $15, get $15',
  landingUrl: 'https://shop.acme.example/welcome',
  rules: [
    {
      id: 'first-purchase',
      on: 'purchase',
      when: { firstOnly: true, minAmount: { amount: 2500, currency: 'USD' } },
      rewards: [
        { to: 'referrer', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery: 'Links' },
        { to: 'friend', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery: 'Links' },
      ],
    },
  ],
  budget: { amount: 500_000, currency: 'USD' },
  terms: { operator: 'Acme Inc., 1 Main Street, New York' },
};

/** A site with one program; `change` alters the program, `others` come beside it. */
export function acmeConfig(change: Partial<Program> = {}, others: unknown[] = []): ConfigFile {
  const site = (id: string, programs: unknown[]) => ({
    id,
    name: id === 'acme' ? 'Acme' : 'Globex',
    origins: [`https://shop.${id}.example`],
    contact: `help@${id}.example`,
    publishableKey: `pk_${id}`,
    secretKeys: [{ name: 'shop', env: `${id.toUpperCase()}_SECRET_KEY`, scopes: ['*'] }],
    identitySecrets: [{ env: `${id.toUpperCase()}_IDENTITY_SECRET` }],
    programs,
  });
  return configFile.parse({
    sites: [site('acme', [{ ...(FRIENDS as object), ...change }, ...others]), site('globex', [])],
  });
}

/** One more program of Acme, like the first but for what is given. */
export function programLike(change: object): unknown {
  return { ...(FRIENDS as object), ...change };
}
