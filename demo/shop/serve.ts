import { readSettings } from './settings.ts';
import { startShop } from './start.ts';

/** Runs the shop as a process: first line of output is its address; SIGTERM and SIGINT end it cleanly. */
export async function serveFromEnvironment(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const shop = await startShop(readSettings(env));
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void shop.stop().then(() => process.exit(0)));
    }
    // Told last: whoever waits for this line may send a signal at once.
    console.log(`Demo shop on ${shop.url}`);
  } catch (error) {
    console.error(`The demo shop could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
