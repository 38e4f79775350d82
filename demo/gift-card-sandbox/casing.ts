/** How the answers spell their keys; both exist in the wild (gift-card-api.md section 1). */
type Casing = 'pascal' | 'camel';

/** A JSON value with every object key in the casing asked for. The sandbox itself thinks in PascalCase. */
export function toCasing(value: unknown, casing: Casing): unknown {
  return casing === 'pascal' ? value : renameKeys(value, camelKey);
}

/**
 * A body as ASP.NET would bind it: keys are matched whatever their casing, and null means absent.
 * Keys that nobody knows stay as they are, for the schema to ignore.
 */
export function bindKeys(value: unknown, names: readonly string[]): unknown {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  return renameKeys(value, (key) => known.get(key.toLowerCase()) ?? key, isPresent);
}

function isPresent(value: unknown): boolean {
  return value !== null;
}

function renameKeys(value: unknown, rename: (key: string) => string, keep = (_: unknown) => true): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename, keep));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => keep(item));
  return Object.fromEntries(kept.map(([key, item]) => [rename(key), renameKeys(item, rename, keep)]));
}

/** .NET's rule: a leading run of capitals is lowered up to the one that starts a word (`PONumber` → `poNumber`). */
function camelKey(key: string): string {
  const [capitals = ''] = /^[A-Z]+/.exec(key) ?? [];
  const lowered = capitals.length > 1 && capitals.length < key.length ? capitals.length - 1 : capitals.length;
  return key.slice(0, lowered).toLowerCase() + key.slice(lowered);
}
