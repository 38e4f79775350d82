import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ProcessPlan } from './plan.ts';
import { thinLine } from './thin-log.ts';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 150;
/** How long a process may take to end by itself before it is killed. */
const STOP_WITHIN_MS = 10_000;

type RunningProcess = {
  /** Null when it could not be started; `death` says why. */
  pid: number | null;
  /** Resolves when the process answers; rejects when it does not within a minute. */
  ready: Promise<void>;
  /** Resolves with one sentence when the process ends, for whatever reason. */
  death: Promise<string>;
  stop: () => Promise<void>;
  kill: () => void;
};

export function startProcess(plan: ProcessPlan): RunningProcess {
  // A group of its own: Ctrl-C in the terminal reaches the runner alone, which then ends all in order.
  const child = spawn(process.execPath, [plan.entry], {
    env: plan.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = followOutput(child, plan);
  const death = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${plan.name} could not start: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(`${plan.name} ended (${signal ?? `exit code ${code}`}); its log is ${plan.logFile}`),
    );
  });
  return {
    pid: child.pid ?? null,
    ready: withinTime(plan.readyUrl ? answers(plan.readyUrl, death) : output.firstLine, plan.name),
    death,
    stop: async () => {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await death;
      clearTimeout(patience);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function followOutput(child: ChildProcess, plan: ProcessPlan): { firstLine: Promise<void> } {
  writeFileSync(plan.logFile, '', { mode: 0o600 });
  const firstLine = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        appendFileSync(plan.logFile, `${line}\n`);
        const shown = thinLine(line);
        if (shown !== null) console.log(`${plan.name.padEnd(8)} │ ${shown}`);
        if (stream === child.stdout) resolve();
      });
    }
  });
  return { firstLine };
}

/** Asks until the URL answers with success; gives up quietly when the process has ended. */
async function answers(url: string, death: Promise<string>): Promise<void> {
  const life = { isOver: false };
  void death.then(() => {
    life.isOver = true;
  });
  while (!life.isOver) {
    const isReady = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  // The death is told by its own promise; readiness never comes.
  await new Promise(() => {});
}

function withinTime(ready: Promise<void>, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} did not get ready within ${READY_WITHIN_MS / 1000} s`)),
      READY_WITHIN_MS,
    );
    // The clock must not keep a runner alive whose processes have already ended.
    timer.unref();
  });
  return Promise.race([ready, late]).finally(() => clearTimeout(timer));
}
