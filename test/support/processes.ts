import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stopWithRunner } from './watchdog.ts';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

type ProcessOptions = {
  command: string;
  args: string[];
  /** All that it gets besides PATH, HOME and TMPDIR: settings of the developer's shell must not decide a test. */
  env?: Record<string, string>;
  cwd?: string;
  /** The line that says it is ready. Its first group, if any, becomes `url`. Without a pattern it is ready at once. */
  readyPattern?: RegExp;
  readyWithinMs?: number;
};

export type RunningProcess = {
  pid: number;
  /** The first group of `readyPattern`. */
  url: string | null;
  /** Standard output and standard error so far, in order of arrival. */
  lines: string[];
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  exited: Promise<Exit>;
};

/**
 * Starts a real process and waits until it is ready. It throws with all that the process said when that ends or
 * stays silent first. A process left over is killed together with its children when the runner ends.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, args, env = {}, cwd, readyPattern, readyWithinMs = 30_000 } = options;
  const child = spawn(command, args, {
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The leader of its own group, so that whatever it starts can be stopped with it.
    detached: true,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const exited = endOf(child);
  const lines: string[] = [];
  const ready = firstMatch(child, lines, readyPattern);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started.`);
  const release = stopWithRunner({ signal: 'KILL', pid: -pid });
  void exited.then(release);

  const url = await readyOrSay(ready, exited, readyWithinMs).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${[command, ...args].join(' ')} ${error.message}:\n${lines.join('\n')}`);
  });
  async function kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    child.kill(signal);
    return exited;
  }
  return { pid, url, lines, kill, exited };
}

function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR'];
  return Object.fromEntries(names.flatMap((name) => [[name, process.env[name] ?? '']]).filter(([, v]) => v));
}

/** Resolves when the process has ended and all of its output has been read. */
function endOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

/** Collects the lines; resolves with the first group of the first line that matches, at once without a pattern. */
function firstMatch(child: ChildProcess, lines: string[], pattern?: RegExp): Promise<string | null> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const match = pattern?.exec(line);
        if (match) resolve(match[1] ?? null);
      });
    }
    if (!pattern) resolve(null);
  });
}

function readyOrSay(
  ready: Promise<string | null>,
  exited: Promise<Exit>,
  limitMs: number,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`was not ready after ${limitMs} ms`)), limitMs);
    void ready.then(resolve);
    void exited.then(({ code, signal }) => reject(new Error(`ended early with ${signal ?? code}`)));
    void Promise.race([ready, exited]).then(() => clearTimeout(timer));
  });
}
