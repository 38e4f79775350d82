import { buildIfNeeded } from './runner/build.ts';
import { prepareFolder, removeFolder } from './runner/demo-folder.ts';
import { planProcesses } from './runner/plan.ts';
import { dataFolder, readPorts, takenPort } from './runner/ports.ts';
import { type RunningDemo, startAll } from './runner/start-all.ts';

/** `npm run demo`: builds, starts Goodturn, the gift-card sandbox and the shop, and stops all three together. */
export async function runDemo(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const unknown = args.find((arg) => arg !== '--fresh');
    if (unknown) throw new Error(`The demo does not know "${unknown}"; it only takes --fresh.`);
    const ports = readPorts(env);
    const taken = await takenPort(ports);
    if (taken) throw new Error(taken);
    const folder = env['DEMO_DATA'] ?? dataFolder(ports);
    if (args.includes('--fresh')) removeFolder(folder);
    const secrets = prepareFolder(folder, ports);
    await buildIfNeeded(say);
    say('Starting Goodturn, the gift-card sandbox and the demo shop');
    const demo = startAll(planProcesses({ folder, ports, secrets, env }), say);
    process.exitCode = await untilEnd(demo, () => say(whatToOpen(ports.shop)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/** Waits for a signal or for the death of one process, stops the rest, and answers the exit code. */
async function untilEnd(demo: RunningDemo, onReady: () => void): Promise<number> {
  const signalled = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(null);
        // Who asks twice does not want to wait.
        process.on(signal, () => demo.kill());
      });
    }
  });
  const ended = await Promise.race([
    demo.ready.then(
      () => {
        onReady();
        return Promise.race([demo.death, signalled]);
      },
      (error: Error) => error.message,
    ),
    demo.death,
    signalled,
  ]);
  say(ended ?? 'Stopping');
  await demo.stop();
  say('All three have stopped');
  return ended === null ? 0 : 1;
}

function whatToOpen(shopPort: number): string {
  return `Ready. Open http://127.0.0.1:${shopPort}

  1. Choose "Log in as Ada". Her page shows her share link.
  2. Choose "Open as a new visitor". A second window opens: it is the friend, by Ada's link.
     Create the account there, buy the Tide plate, and watch Ada's window.

  Ctrl-C stops everything; "npm run demo -- --fresh" starts from nothing.
`;
}

function say(line: string): void {
  console.log(`demo     │ ${line}`);
}
