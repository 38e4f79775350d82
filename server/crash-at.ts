import { writeSync } from 'node:fs';
import type { Overrides } from './deps.ts';

const STANDARD_ERROR = 2;

/**
 * Kills this very process, without a chance to tidy up, when it passes the named point: how the crash test proves
 * that no reward is lost or doubled wherever the power fails. Production refuses the setting.
 *
 * `setting` is `POINT`, or `POINT@N` for the N-th passing, since a later one may leave more behind than the first.
 */
export function crashAt(setting: string | null): Pick<Overrides, 'onPoint'> {
  if (setting === null) return {};
  const [point, passing = '1'] = setting.split('@');
  let left = Number(passing);
  return {
    onPoint(passed) {
      if (passed !== point) return;
      left -= 1;
      if (left > 0) return;
      // Written at once, because nothing that waits is ever done: it tells this death from any other.
      writeSync(STANDARD_ERROR, `Crash at ${setting}\n`);
      process.kill(process.pid, 'SIGKILL');
    },
  };
}
