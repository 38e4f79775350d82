import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { buildApp } from './app.ts';
import type { Behaviour } from './behaviour.ts';
import { createMemoryJournal, openFileJournal } from './journal.ts';
import { createSandbox } from './sandbox.ts';
import { SettingFault } from './setting-fault.ts';
import { readSettings, type Settings } from './settings.ts';

const host = '127.0.0.1';
const sweepMs = 100;
const drainMs = 1000;

/** Settings to differ from the defaults in. `systemNow` is the time underneath the sandbox's own, in epoch ms. */
export type StartOptions = Partial<Omit<Settings, 'behaviour'>> & {
  behaviour?: Partial<Behaviour>;
  systemNow?: () => number;
};

/** A running sandbox. `url` is the address that it listens on, without a slash at its end; a second `stop` waits for the first. */
export type RunningSandbox = { url: string; stop(): Promise<void> };

/**
 * Starts a sandbox in this process, by default on a free port and in memory.
 * @throws SettingFault when the port is taken or the journal can't be used
 */
export async function startSandbox(options: StartOptions = {}): Promise<RunningSandbox> {
  const { behaviour, systemNow = Date.now, ...changes } = options;
  const defaults = readSettings();
  const settings = { ...defaults, port: 0, ...changes, behaviour: { ...defaults.behaviour, ...behaviour } };
  const server = createServer();
  const url = `http://${host}:${await listen(server, settings.port)}`;
  const stopping = new AbortController();
  try {
    const journal = settings.dataFile ? openFileJournal(settings.dataFile) : createMemoryJournal();
    const publicUrl = settings.publicUrl ?? url;
    const sandbox = createSandbox({ settings, publicUrl, journal, systemNow, stopping: stopping.signal });
    server.on('request', getRequestListener(buildApp(sandbox).fetch));
    const sweep = setInterval(() => void sandbox.hooks.deliverDue().catch(console.error), sweepMs);
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      clearInterval(sweep);
      stopping.abort();
      await close(server);
      await sandbox.hooks.deliverDue();
      journal.close();
    };
    return {
      url,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await close(server);
    throw error;
  }
}

// Listening comes first because claim links need the port, and a taken port has to stop the start before the journal
// is touched: two processes on one journal would each write what the other doesn't know.
async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new SettingFault(listenFault(error, port));
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function listenFault(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is already in use: set PORT to another one.`;
  return `The sandbox can't listen on port ${port}: ${error instanceof Error ? error.message : String(error)}.`;
}

/** Lets answers under way end, but no client that keeps its connection open may keep the process. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const limit = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(limit);
}
