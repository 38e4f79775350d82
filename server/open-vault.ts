import type { Secrets } from './config/secrets.ts';
import { type HeldKey, openSealing } from './domain/sealing/open-sealing.ts';
import type { OpenStore } from './storage/open-store.ts';
import { deriveKeys, rootOf, sealingKeyOf } from './vault/derive-keys.ts';
import { createSealer } from './vault/sealer.ts';

/** The master secret, and the one of before while a rotation has not ended. */
export type MasterSecrets = Pick<Secrets, 'master'> & Partial<Pick<Secrets, 'previous'>>;

/**
 * Every key of the installation, and the sealer that seals as the database says. `rotation` has the ids of the keys of
 * the present secret and of the one of before: what `goodturn keys rotate` goes to and comes from.
 * Throws `SealingKeyMissing`, and closes the database, where it is sealed with a key that none of the secrets gives.
 */
export async function openVault(opened: OpenStore, { master, previous }: MasterSecrets, now: number) {
  const held = [master, ...(previous ? [previous] : [])];
  const [current, ...older] = held.map(sealingKeyOf);
  if (!current) throw new Error('There is no master secret.');
  const sealer = createSealer(current, older);
  try {
    const root = await openSealing({ ...opened, sealer }, held.map(toHeldKey), now);
    return {
      sealer,
      keys: deriveKeys(master, Buffer.from(root, 'base64url')),
      rotation: { to: current.id, from: older[0]?.id ?? null },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function toHeldKey(secret: string): HeldKey {
  return { id: sealingKeyOf(secret).id, root: rootOf(secret).toString('base64url') };
}
