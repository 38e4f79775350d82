import { LostRace } from '../domain/lost-race.ts';

const RERUNS = 5;

/** Runs a whole write again when it lost a race, up to five times; then the `LostRace` surfaces. */
export async function rerunLostRace<R>(attempt: () => Promise<R>): Promise<R> {
  for (let rerun = 0; ; rerun += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace) || rerun >= RERUNS) throw error;
    }
  }
}
