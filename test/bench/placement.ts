import { spawnSync } from 'node:child_process';

/** Turns a command into the same command on one core. */
export type Pin = (command: string, args: string[]) => { command: string; args: string[] };

export type Placement = { server: Pin; load: Pin; sentence: string };

/**
 * The server on one core and the load generator on another, so that neither takes from the other what it measures.
 * Where that cannot be had (no `taskset`, or one core), the run goes on and says so.
 */
export function placeOnCores(): Placement {
  const cores = allowedCores();
  const [load] = cores;
  const server = cores.at(-1);
  if (load === undefined || server === undefined || load === server) {
    const free: Pin = (command, args) => ({ command, args });
    return { server: free, load: free, sentence: 'nothing pinned: no taskset, or only one core' };
  }
  return {
    server: pinnedTo(server),
    load: pinnedTo(load),
    sentence: `server on core ${server}, load generator on core ${load}`,
  };
}

function pinnedTo(core: number): Pin {
  return (command, args) => ({ command: 'taskset', args: ['-c', String(core), command, ...args] });
}

/** The cores that this process may use, such as `0,2-3` in the words of taskset(1). */
function allowedCores(): number[] {
  const { status, stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  const list = status === 0 ? /list: (.+)$/m.exec(stdout)?.[1] : undefined;
  return (list ?? '').split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Number.isInteger(first) ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [];
  });
}
