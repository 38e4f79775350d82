import { fresh, signIn } from '../../http/support/people.ts';
import type { Harness } from '../../support/harness.ts';
import type { AnyProgram } from '../any-program.ts';
import { putProgram } from '../play.ts';
import { rewardsOf } from '../rewards-of.ts';
import type { Watched } from '../within-limits.ts';
import { answered } from './answered.ts';
import { type AnyLife, FIRST_MEMBERS, PEOPLE } from './any-life.ts';

/** Two programs as they are now, six people, and the names of what was told, by the numbers that the deeds have. */
export type Life = {
  goodturn: Harness;
  programs: (Watched & { program: AnyProgram })[];
  members: { externalId: string }[];
  purchases: Map<number, string>;
  batches: Map<number, string>;
  /** Referral tokens by their codes: a token is used again and again. */
  tokens: Map<string, string>;
};

/** Runs the programs of a life, with the people who are members from its start. */
export async function startLife(goodturn: Harness, programs: AnyLife['programs']): Promise<Life> {
  const life: Life = {
    goodturn,
    programs: programs.map((program) => ({ id: fresh('any'), program, stood: new Set(), promised: 0 })),
    members: Array.from({ length: PEOPLE }, () => ({ externalId: fresh('person') })),
    purchases: new Map(),
    batches: new Map(),
    tokens: new Map(),
  };
  for (const { id, program } of life.programs) await putProgram(goodturn, id, program);
  for (const member of life.members.slice(0, FIRST_MEMBERS))
    await answered(goodturn.post('/v1/participants', member), 201);
  return life;
}

/** Ends its programs, so that the next life on this server is not rewarded by them. */
export async function endLife({ goodturn, programs }: Life): Promise<void> {
  for (const { id, program } of programs) await putProgram(goodturn, id, program, 'ended');
}

/** The name of the thing with this number, which the life has from its first use on. */
export function nameOf(names: Map<number, string>, number: number, prefix: string): string {
  const name = names.get(number) ?? fresh(prefix);
  names.set(number, name);
  return name;
}

export function programOf({ programs }: Life, number: number): Life['programs'][number] {
  return at(programs, number);
}

export function externalIdOf({ members }: Life, person: number): string {
  return at(members, person).externalId;
}

function at<T>(list: readonly T[], number: number): T {
  const found = list[number];
  if (found === undefined) throw new Error(`there is no number ${number}`);
  return found;
}

/** The person's code in the program, once they have one. */
export async function codeOf(life: Life, person: number, program: number): Promise<string | undefined> {
  const { read } = life.goodturn.deps.store;
  const participant = await read.participants.byExternalId('acme', externalIdOf(life, person));
  return participant && (await read.codes.inProgram(participant.id, programOf(life, program).id))?.code;
}

/** The rewards of both programs, oldest first. */
export async function allRewards({ goodturn, programs }: Life) {
  const rewards = await Promise.all(programs.map((each) => rewardsOf(goodturn, each)));
  return rewards.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** One of the rewards by any number; undefined while there is none. */
export async function rewardAt(life: Life, number: number) {
  const rewards = await allRewards(life);
  return rewards[number % Math.max(1, rewards.length)];
}

/** The person's session in the widget; undefined for one who may have none now. */
export async function sessionOf(
  { goodturn }: Life,
  externalId: string,
  programId: string,
): Promise<string | undefined> {
  return signIn(goodturn, { externalId }, programId).catch(() => undefined);
}
