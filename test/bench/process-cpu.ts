import { readFileSync } from 'node:fs';

/** Linux counts process times in hundredths of a second, whatever the kernel was built with (proc(5), sysconf(3)). */
const TICK_US = 10_000;

/**
 * Processor time that a process has used so far, in µs; null where there is no `/proc`. Unlike requests per second,
 * processor time per request hardly depends on what else the machine does.
 */
export function processCpuUs(pid: number): number | null {
  try {
    // The name in brackets may hold blanks; the fields after it are numbered from 3 in proc_pid_stat(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_US;
  } catch {
    return null;
  }
}
