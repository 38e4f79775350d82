import { SECRETS } from '../support/acme.ts';

/** The address that tokens are made out to. Nobody connects to it; it is the same for every server of a run. */
const PUBLIC_URL = 'https://go.acme.example';
const HOST = '127.0.0.1';

/** The environment of a server under load: as in production, with ordering off, since no upstream is measured here. */
export function goodturnEnv(settings: { port: number; databaseUrl: string; configFile: string }) {
  return {
    NODE_ENV: 'production',
    HOST,
    PORT: String(settings.port),
    PUBLIC_URL,
    DATABASE_URL: settings.databaseUrl,
    GOODTURN_CONFIG: settings.configFile,
    LOG_LEVEL: 'warn',
    ORDERING: 'off',
    ...SECRETS,
  };
}
