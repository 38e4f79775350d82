import process from 'node:process';
import { SettingFault } from './setting-fault.ts';
import { readSettings } from './settings.ts';
import { startSandbox } from './start.ts';

/** Runs the sandbox as a process of its own until SIGINT or SIGTERM. What a person has to mend is said in one sentence. */
export async function runSandbox(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const sandbox = await startSandbox(settings);
    console.log(`Gift-card sandbox on ${sandbox.url}`);
    console.log(
      `Account ${settings.email}, ${settings.dataFile ? `journal ${settings.dataFile}` : 'in memory'}.`,
    );
    stopOnSignal(() => sandbox.stop());
  } catch (error) {
    if (!(error instanceof SettingFault)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function stopOnSignal(stop: () => Promise<void>): void {
  // `once` leaves a second Ctrl-C with its usual meaning: end now.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}
