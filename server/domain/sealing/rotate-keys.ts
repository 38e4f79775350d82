import { type KeyedSealer, SealBroken } from '../claim/sealer.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import type { Rows, Store } from '../store.ts';
import { sealingRecord } from './open-sealing.ts';
import { rootContext, type SealedValue } from './sealing-key.ts';

/** Values that share a transaction: few, so that nobody waits long behind it. */
const AT_ONCE = 100;

/** How often a running process looks which key seals. */
export const FOLLOW_MS = SECOND_MS;

/**
 * How long after a change of key somebody may still seal with the old one: who has not looked since, and whose write
 * is under way. What is found under the old key after that is the last of it, unless a process was frozen for longer
 * in the middle of such a write; then another run finds that, as long as it is given the old key.
 */
const SETTLED_MS = 5 * FOLLOW_MS;

type RotateParts = {
  store: Store;
  sealer: KeyedSealer;
  clock: Clock;
  /** Waits so many ms. */
  pause: (ms: number) => Promise<void>;
  /** Told after each transaction how many values were sealed anew, and how many there were to begin with. */
  progress: (done: number, total: number) => void;
};

type Rotation = {
  /** The ids of the keys under which nothing is left. */
  ended: string[];
  resealed: number;
  /** `column id` of values that do not open: their keys stay. */
  broken: string[];
};

/**
 * Lets the key seal, and seals anew what is under another one, while everything goes on. Killed anywhere, it is simply
 * run again: each value is under one key or the other, and both are known until nothing is under the old one.
 * `older`: a key of before that may have ended already; what came late is looked for under it too.
 */
export async function rotateKeys(parts: RotateParts, keyId: string, older: string | null): Promise<Rotation> {
  const { store, clock } = parts;
  await takeOver(parts, keyId);
  const retired = (await store.read.sealingKeys.all()).filter(({ retiredAt }) => retiredAt !== null);
  const ended = [...new Set([...retired.map(({ id }) => id), ...(older === null ? [] : [older])])];
  const settledAt = Math.max(0, ...retired.map(({ retiredAt }) => retiredAt ?? 0)) + SETTLED_MS;
  const run: Run = { parts, total: await countUnder(store.read, ended), resealed: 0, broken: new Set() };
  for (;;) {
    const isSettled = retired.length === 0 || clock() >= settledAt;
    let found = 0;
    for (const id of ended) found += await resealUnder(run, id);
    if (isSettled && found === run.broken.size) break;
    const waitMs = settledAt - clock();
    if (waitMs > 0) await parts.pause(waitMs);
  }
  const broken = [...run.broken];
  if (broken.length > 0) return { ended: [], resealed: run.resealed, broken };
  if (retired.length > 0) await store.write('rotate-keys', (rows) => rows.sealingKeys.removeRetired());
  return { ended, resealed: run.resealed, broken };
}

async function takeOver({ store, sealer, clock }: RotateParts, keyId: string): Promise<void> {
  const now = clock();
  await store.write('rotate-keys', async (rows) => {
    const before = sealingRecord(await rows.sealingKeys.all());
    if (before.id === keyId) return;
    const root = sealer.open(before.sealedRoot, rootContext(before.id));
    sealer.sealWith(keyId);
    const sealedRoot = sealer.seal(root, rootContext(keyId));
    await rows.sealingKeys.takeOver({ id: keyId, sealedRoot, createdAt: now, retiredAt: null });
  });
  sealer.sealWith(keyId);
}

async function countUnder({ sealedValues }: Rows, keyIds: string[]): Promise<number> {
  let total = 0;
  for (const keyId of keyIds) {
    for (const column of sealedValues.columns()) total += await sealedValues.count(column, keyId);
  }
  return total;
}

type Run = { parts: RotateParts; total: number; resealed: number; broken: Set<string> };

/** Seals anew what is under the key now, and resolves to how many values that were. */
async function resealUnder(run: Run, keyId: string): Promise<number> {
  const { read } = run.parts.store;
  let found = 0;
  for (const column of read.sealedValues.columns()) {
    for (let after = ''; ; ) {
      const page = await read.sealedValues.page(column, keyId, after, AT_ONCE);
      await resealPage(run, page);
      found += page.length;
      const last = page.at(-1);
      if (!last || page.length < AT_ONCE) break;
      after = last.id;
    }
  }
  return found;
}

async function resealPage(run: Run, page: SealedValue[]): Promise<void> {
  const anew = page.flatMap((value) => {
    const text = reseal(run.parts.sealer, value);
    if (text === null) run.broken.add(`${value.column} ${value.id}`);
    return text === null ? [] : [{ value, text }];
  });
  if (anew.length === 0) return;
  run.resealed += await run.parts.store.write('reseal', async (rows) => {
    let replaced = 0;
    for (const { value, text } of anew) replaced += Number(await rows.sealedValues.replace(value, text));
    return replaced;
  });
  run.parts.progress(run.resealed, run.total);
}

/** Null for a value that does not open: it stays as it is, for whoever finds out why. */
function reseal(sealer: KeyedSealer, { text, isList, context }: SealedValue): string | null {
  const anew = (sealed: string) => sealer.seal(sealer.open(sealed, context), context);
  try {
    return isList ? JSON.stringify(JSON.parse(text).map(anew)) : anew(text);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}
