import { spawn } from 'node:child_process';

/**
 * Waits on standard input. A line means that the process ended by itself; the end of input means that the runner is
 * gone, however it died, so the process is stopped and its folder removed. `$1` signal, `$2` process or -group, `$3` folder.
 */
const SCRIPT = `
read -r done || kill -s "$1" -- "$2" 2>/dev/null
if [ -n "$3" ]; then
  tries=0
  while kill -0 -- "$2" 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  rm -rf -- "$3"
fi`;

type Watched = {
  signal: 'QUIT' | 'KILL';
  /** As for kill(2): a negative number is a process group. */
  pid: number;
  /** A temporary folder to remove afterwards. */
  folder?: string;
};

/**
 * Ties a process to the life of this one, SIGKILL included: a runner that is killed has no chance to clean up itself.
 * The returned function says that the process has ended and need not be stopped.
 */
export function stopWithRunner({ signal, pid, folder = '' }: Watched): () => void {
  const watchdog = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', signal, String(pid), folder], {
    // Its own session, since Ctrl-C reaches the whole group of the runner.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  // The pipe must not keep the runner alive; a socket can be told so, which the type of `stdin` does not show.
  if ('unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function') watchdog.stdin.unref();
  watchdog.stdin.on('error', () => {});
  return () => watchdog.stdin.end('ended\n');
}
