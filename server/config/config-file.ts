import { readFileSync } from 'node:fs';
import { configFile, type SiteConfig } from '../../shared/contract/site.ts';
import { weakness } from '../domain/secret-strength.ts';
import type { ResolvedSite } from '../domain/site/apply-config.ts';
import { findContradictions } from '../domain/site/contradictions.ts';
import { likelyTypos } from '../domain/site/likely-typos.ts';
import type { Env } from './env.ts';
import { ConfigError } from './faults.ts';
import { parseJson } from './parse-json.ts';
import { valid } from './valid.ts';
import { webhookSecretFault } from './webhook-secret.ts';

/**
 * Reads the file that `GOODTURN_CONFIG` names. Throws a `ConfigError` with one sentence per fault, each naming
 * the place in the file: what is malformed, contradicts itself, or names a variable that is not set.
 */
export function readConfigFile(path: string, env: Env): ResolvedSite[] {
  return parseConfigFile(readText(path), env);
}

/** The same for a text that is already at hand. */
export function parseConfigFile(text: string, env: Env): ResolvedSite[] {
  const written = parseJson(text, 'The configuration file');
  const file = valid(configFile, written, ({ path, message }) => `${path || 'The file'} ${message}.`);
  const faults = findContradictions(file).map(({ path, message }) => `${path} ${message}.`);
  const sites = file.sites.map((site, index) => resolveSite(site, `sites[${index}]`, env, faults));
  if (faults.length > 0) throw new ConfigError(faults);
  return sites;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError([`GOODTURN_CONFIG names ${path}, which cannot be read.`]);
  }
}

function resolveSite(site: SiteConfig, path: string, env: Env, faults: string[]): ResolvedSite {
  function variable(name: string, place: string): string {
    const value = env.named(name);
    if (value === undefined)
      faults.push(`${place} names the environment variable ${name}, which is not set.`);
    return value ?? '';
  }
  const account = site.giftCardAccount;
  return {
    site,
    secretKeys: site.secretKeys.map(({ env: name, ...key }, index) => {
      const secret = variable(name, `${path}.secretKeys[${index}].env`);
      if (secret !== '' && !isSecretKey(secret)) faults.push(secretKeyFault(name));
      return { ...key, secret };
    }),
    identitySecrets: site.identitySecrets.map(({ env: name }, index) => {
      const secret = variable(name, `${path}.identitySecrets[${index}].env`);
      const fault = secret === '' ? null : weakness(secret);
      if (fault) faults.push(`${name} ${fault}.`);
      return secret;
    }),
    webhooks: site.webhooks.map(({ secrets, ...endpoint }, at) => ({
      ...endpoint,
      secrets: secrets.map(({ env: name }, index) => {
        const secret = variable(name, `${path}.webhooks[${at}].secrets[${index}].env`);
        const fault = secret === '' ? null : webhookSecretFault(name, secret);
        if (fault) faults.push(fault);
        return secret;
      }),
    })),
    giftCardAccount: account && {
      url: variable(account.url.env, `${path}.giftCardAccount.url.env`),
      email: variable(account.email.env, `${path}.giftCardAccount.email.env`),
      token: variable(account.token.env, `${path}.giftCardAccount.token.env`),
    },
  };
}

/** The prefix lets scanners and our own log find a key that got lost. */
function isSecretKey(text: string): boolean {
  return /^sk_[A-Za-z0-9_-]{8,}$/.test(text);
}

/** Under this many characters after the prefix, a key may be found by trying. */
const SAFE_KEY_LENGTH = 24;

/** What passes and is probably not meant, one sentence each. */
export function siteWarnings(sites: ResolvedSite[]): string[] {
  return [...secretKeyWarnings(sites), ...likelyTypos(sites.map(({ site }) => site))];
}

/** Secret keys that pass and should be longer, one sentence each. */
export function secretKeyWarnings(sites: ResolvedSite[]): string[] {
  return sites.flatMap(({ site, secretKeys }) =>
    secretKeys
      .filter(({ secret }) => secret.length < 'sk_'.length + SAFE_KEY_LENGTH)
      .map(
        ({ name }) =>
          `The secret key ${name} of the site ${site.id} is easy to guess: give it ${SAFE_KEY_LENGTH} random characters after sk_.`,
      ),
  );
}

function secretKeyFault(name: string): string {
  return `${name} must be sk_ and at least 8 more letters, digits, - or _.`;
}
