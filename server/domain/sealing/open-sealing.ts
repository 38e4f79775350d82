import type { KeyedSealer } from '../claim/sealer.ts';
import type { Store } from '../store.ts';
import type { SigningKeyStore } from '../token/tokens.ts';
import { rootContext, type SealingKeyRecord } from './sealing-key.ts';

/** The database holds values under a key that no secret of ours gives. */
export class SealingKeyMissing extends Error {
  override name = 'SealingKeyMissing';
  /** `every`: none of its keys is held; `sealing`: the one that seals now is not; `retired`: one of before is not. */
  readonly missing: 'every' | 'sealing' | 'retired';
  readonly keyId: string;

  constructor(missing: SealingKeyMissing['missing'], keyId: string) {
    super(`The sealing key ${keyId} is not held.`);
    this.missing = missing;
    this.keyId = keyId;
  }
}

type SealingParts = { store: Store; signingKeys: SigningKeyStore; sealer: KeyedSealer };

/** A key that a secret of ours gives, with the root that belongs to it as long as it is the first. */
export type HeldKey = { id: string; root: string };

/**
 * Lets the sealer seal with the key that the database says, and resolves to the root of all other keys. The first
 * start on a database makes the key of its secret the first. `held`: the present secret's key, then the one of before.
 * Throws `SealingKeyMissing` before anything is written.
 */
export async function openSealing(parts: SealingParts, held: HeldKey[], now: number): Promise<string> {
  const { store, sealer } = parts;
  if ((await store.read.sealingKeys.all()).length === 0) await install(parts, held, now);
  const records = await store.read.sealingKeys.all();
  const sealing = sealingRecord(records);
  assertHeld(sealer, records, sealing);
  sealer.sealWith(sealing.id);
  return sealer.open(sealing.sealedRoot, rootContext(sealing.id));
}

/** What a running process asks again and again: another one may have let a new key take over. */
export async function followSealing({
  store,
  sealer,
}: Pick<SealingParts, 'store' | 'sealer'>): Promise<void> {
  const { id } = sealingRecord(await store.read.sealingKeys.all());
  sealer.sealWith(id);
  if (!sealer.holds(id)) throw new SealingKeyMissing('sealing', id);
}

/** The one key that seals now. Throws where there is none, which the schema rules out. */
export function sealingRecord(records: SealingKeyRecord[]): SealingKeyRecord {
  const sealing = records.find(({ retiredAt }) => retiredAt === null);
  if (!sealing) throw new Error('No sealing key seals.');
  return sealing;
}

function assertHeld(sealer: KeyedSealer, records: SealingKeyRecord[], sealing: SealingKeyRecord): void {
  const foreign = records.filter(({ id }) => !sealer.holds(id));
  const [first] = foreign;
  if (!first) return;
  if (foreign.length === records.length) throw new SealingKeyMissing('every', sealing.id);
  throw new SealingKeyMissing(first === sealing ? 'sealing' : 'retired', first.id);
}

/** A database of before keys were listed is under the one key that sealed its signing keys. */
async function install({ store, signingKeys, sealer }: SealingParts, held: HeldKey[], now: number) {
  const [signingKey] = await signingKeys.list();
  const usedId = signingKey && sealer.keyIdOf(signingKey.sealedPrivateJwk);
  const key = usedId ? held.find(({ id }) => id === usedId) : held[0];
  if (!key) throw new SealingKeyMissing('every', usedId ?? '');
  sealer.sealWith(key.id);
  const sealedRoot = sealer.seal(key.root, rootContext(key.id));
  await store.write('install', (rows) =>
    rows.sealingKeys.install({ id: key.id, sealedRoot, createdAt: now, retiredAt: null }),
  );
}
