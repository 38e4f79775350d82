import type { ProcessPlan } from './plan.ts';
import { startProcess } from './start-process.ts';
import { watchOver } from './watchdog.ts';

export type RunningDemo = {
  ready: Promise<void>;
  /** Resolves with one sentence as soon as any of the processes ends. */
  death: Promise<string>;
  /** Asks all to end and waits until they have. */
  stop: () => Promise<void>;
  kill: () => void;
};

/** Starts all processes at once and tells of each that gets ready. */
export function startAll(plans: ProcessPlan[], say: (line: string) => void): RunningDemo {
  const running = plans.map((plan) => ({ plan, process: startProcess(plan) }));
  const callOff = watchOver(running.flatMap(({ process }) => process.pid ?? []));
  const ready = running.map(async ({ plan, process }) => {
    await process.ready;
    say(`${plan.name} is ready`);
  });
  return {
    ready: Promise.all(ready).then(() => {}),
    death: Promise.race(running.map(({ process }) => process.death)),
    stop: async () => {
      await Promise.all(running.map(({ process }) => process.stop()));
      callOff();
    },
    kill: () => {
      for (const { process } of running) process.kill();
    },
  };
}
