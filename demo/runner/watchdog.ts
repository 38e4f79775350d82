import { spawn } from 'node:child_process';

const PROGRAM = `
  process.on('SIGINT', () => {});
  process.stdin.on('end', () => {
    for (const pid of process.argv.slice(1)) try { process.kill(Number(pid), 'SIGTERM'); } catch {}
  }).resume();
`;

/**
 * Ends the processes when the runner itself is killed and can no longer do it: the watchdog's input is a pipe
 * that only the runner holds. Answers a function that calls the watchdog off.
 */
export function watchOver(pids: number[]): () => void {
  const watchdog = spawn(process.execPath, ['-e', PROGRAM, ...pids.map(String)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // It must not keep the runner alive whose end it waits for.
  watchdog.unref();
  return () => watchdog.kill();
}
