import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';

/** The parts that a referral keeps from its click on: changing one makes a new version (design, section 3). */
export type FrozenProgram = Pick<ProgramConfig, 'rules' | 'hold' | 'eligibility' | 'attribution' | 'terms'>;

/** The parts that always hold as they are now; without them there would be no kill switch. */
export type LiveProgram = Omit<ProgramConfig, keyof FrozenProgram>;

export type Program = {
  id: string;
  siteId: string;
  /** The version that new clicks get. */
  version: number;
  live: LiveProgram;
  /** The installation's revision under which it was read: another one may mean that anything here changed. */
  revision: number;
  versions: ReadonlyMap<number, FrozenProgram>;
};

/** Cuts a declaration into what a version freezes and what holds at once (design, section 3). */
export function splitProgram(config: ProgramConfig): { frozen: FrozenProgram; live: LiveProgram } {
  const { rules, hold, eligibility, attribution, terms, ...live } = config;
  return { frozen: { rules, hold, eligibility, attribution, terms }, live };
}

/** The rules that hold for a referral: those of the version of its click. Throws for a version that is not known. */
export function frozenAt(program: Program, version: number): FrozenProgram {
  const frozen = program.versions.get(version);
  if (!frozen) throw new Error(`program ${program.id} has no version ${version}`);
  return frozen;
}

/** The rules that a click gets that happens now. */
export function currentRules(program: Program): FrozenProgram {
  return frozenAt(program, program.version);
}

export type ProgramPhase = 'draft' | 'not_started' | 'active' | 'paused' | 'ended';

/** What a program is at an instant: its declared status, narrowed by its start and end. */
export function phaseOf(live: LiveProgram, now: number): ProgramPhase {
  if (live.status !== 'active') return live.status;
  if (live.startsAt && now < Date.parse(live.startsAt)) return 'not_started';
  if (live.endsAt && now >= Date.parse(live.endsAt)) return 'ended';
  return 'active';
}
