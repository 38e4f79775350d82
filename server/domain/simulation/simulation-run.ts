import type { Approvals } from '../../../shared/contract/simulation.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Program } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';

/** What a simulation reads and needs. `breathe` lets other requests be answered meanwhile. */
export type SimulationParts = {
  /** Committed facts, read outside of any write. */
  rows: Rows;
  pseudonyms: Pseudonyms;
  breathe: () => Promise<void>;
  /** Told after each page how many events have been replayed so far. */
  onProgress?: (events: number) => void;
};

/** One simulation: which program runs over which events. */
export type SimulationRun = {
  site: Site;
  /** The program to run. A draft has a single version; a program as it runs has all of its own. */
  program: Program;
  isDraft: boolean;
  /** The program of the same id as it really ran; null where there is none. */
  real: Program | null;
  /** Events that happened at or after `from` and before `to` (epoch ms). */
  from: number | null;
  to: number | null;
  /** Who decides about rewards that wait for a person. */
  approve: Approvals;
  now: number;
};
