import type { Overrides } from './deps.ts';

/**
 * Kills this very process, without a chance to tidy up, when it passes the named point: how the crash test proves
 * that no reward is lost or doubled wherever the power fails. Production refuses the setting.
 */
export function crashAt(point: string | null): Pick<Overrides, 'onPoint'> {
  if (point === null) return {};
  return {
    onPoint(passed) {
      if (passed === point) process.kill(process.pid, 'SIGKILL');
    },
  };
}
