import type { Pool } from 'pg';
import { UnsafeDurability } from '../unsafe-durability.ts';

// remote_apply waits for the local disk too, and for standbys on top:
// https://www.postgresql.org/docs/18/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT
const SAFE_SETTINGS: Record<string, readonly string[]> = {
  synchronous_commit: ['on', 'remote_apply'],
  fsync: ['on'],
};

/** Reads back what our sessions run with. Throws `UnsafeDurability` when a commit could be answered before it is on disk. */
export async function assertDurability(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [Object.keys(SAFE_SETTINGS)],
  );
  for (const { name, setting } of rows) assertSafe(name, setting);
}

/** Throws `UnsafeDurability` for a setting of PostgreSQL whose value risks commits. */
export function assertSafe(name: string, setting: string): void {
  const safe = SAFE_SETTINGS[name] ?? [setting];
  if (!safe.includes(setting)) throw new UnsafeDurability(name, setting, safe.join(' or '));
}
