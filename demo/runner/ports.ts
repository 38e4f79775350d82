import { createServer } from 'node:net';

export type Ports = { goodturn: number; sandbox: number; shop: number };

const NAMES = {
  goodturn: { variable: 'GOODTURN_PORT', label: 'Goodturn', usual: 4000 },
  sandbox: { variable: 'SANDBOX_PORT', label: 'the gift-card sandbox', usual: 4010 },
  shop: { variable: 'SHOP_PORT', label: 'the demo shop', usual: 4020 },
} as const;

const USUAL: number[] = Object.values(NAMES).map(({ usual }) => usual);

/** Reads the three ports. Throws one sentence when one is no port or two are the same. */
export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const ports = {
    goodturn: readPort('goodturn', env),
    sandbox: readPort('sandbox', env),
    shop: readPort('shop', env),
  };
  if (new Set(Object.values(ports)).size < 3) {
    throw new Error('GOODTURN_PORT, SANDBOX_PORT and SHOP_PORT must be three different ports.');
  }
  return ports;
}

function readPort(role: keyof Ports, env: NodeJS.ProcessEnv): number {
  const { variable, usual } = NAMES[role];
  const port = Number(env[variable] ?? usual);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Error(`${variable} must be a number from 1 to 65535 and is "${env[variable]}".`);
}

/** Two demos on different ports must not share their data: each would send the other's visitors to itself. */
export function dataFolder(ports: Ports): string {
  const own = Object.values(ports).filter((port) => !USUAL.includes(port));
  return ['data/demo', ...own].join('-');
}

/** One sentence about the first port that somebody else uses and what to do about it, or null. */
export async function takenPort(ports: Ports): Promise<string | null> {
  for (const role of ['goodturn', 'sandbox', 'shop'] as const) {
    if (await isFree(ports[role])) continue;
    const { variable, label } = NAMES[role];
    return `Port ${ports[role]} for ${label} is taken: stop the program that uses it, or choose another port, such as ${variable}=${ports[role] + 100} npm run demo.`;
  }
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
