import { SECRETS } from '../support/acme.ts';

/** The address that tokens are made out to. Nobody connects to it; it is the same for every server of a run. */
const PUBLIC_URL = 'https://go.acme.example';
const HOST = '127.0.0.1';

export type GoodturnSettings = {
  port: number;
  databaseUrl: string;
  /** Sites and programs to apply; a copy of a seeded database has them already. */
  configFile?: string;
};

/** The environment of a server under load: as in production, with ordering off, since no upstream is measured here. */
export function goodturnEnv({ port, databaseUrl, configFile }: GoodturnSettings): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOST,
    PORT: String(port),
    PUBLIC_URL,
    DATABASE_URL: databaseUrl,
    ...(configFile !== undefined && { GOODTURN_CONFIG: configFile }),
    LOG_LEVEL: 'warn',
    ORDERING: 'off',
    ...SECRETS,
  };
}
