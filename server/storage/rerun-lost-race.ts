import { LostRace } from '../domain/lost-race.ts';

/** How often a write that loses is run again. */
export const RERUNS = 5;

/** Runs a whole write again when it lost a race, up to so many times; then the `LostRace` surfaces. */
export async function rerunLostRace<R>(attempt: () => Promise<R>, reruns = RERUNS): Promise<R> {
  for (let rerun = 0; ; rerun += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace) || rerun >= reruns) throw error;
    }
  }
}
