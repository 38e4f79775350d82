import { REDACTED, redactText } from './redact-text.ts';

/** Deeper values are never worth reading in a log line. */
const MAX_DEPTH = 8;
/** A long list tells nothing that its beginning does not. */
const MAX_ITEMS = 50;

/** Names whose value is a secret or personal whatever it looks like. Compared in lower case without `-` and `_`. */
const SECRET_NAME =
  /secret|passw|passphrase|authori[sz]ation|cookie|token|apikey|privatekey|jwk|credential|signature|claimlink|claimpath|claimpage|challenge|bearer|email|phone|poolurl|connectionstring|databaseurl/;

/**
 * A copy that is safe to log: values under secret-like names and token-shaped values are replaced at any depth,
 * in keys, errors and their causes, headers, maps and addresses too. Never throws and never runs `toJSON`.
 */
export function redact(value: unknown): unknown {
  return redactAt(value, 0, new Set());
}

function redactAt(value: unknown, depth: number, parents: Set<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (parents.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deep]';
  parents.add(value);
  try {
    return redactObject(value, depth + 1, parents);
  } catch {
    // A getter or a proxy of a stranger's object may throw; the line is written all the same.
    return '[unreadable]';
  } finally {
    parents.delete(value);
  }
}

function redactObject(value: object, depth: number, parents: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof RegExp) return redactText(String(value));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return redactList(value, depth, parents);
  if (value instanceof Set) return redactList([...value], depth, parents);
  return Object.fromEntries(
    entriesOf(value)
      .slice(0, MAX_ITEMS)
      .map(([name, part]) => redactEntry(name, part, depth, parents)),
  );
}

function redactList(items: readonly unknown[], depth: number, parents: Set<object>): unknown[] {
  const shown = items.slice(0, MAX_ITEMS).map((item) => redactAt(item, depth, parents));
  return items.length > MAX_ITEMS ? [...shown, `… ${items.length - MAX_ITEMS} more`] : shown;
}

function redactEntry(name: string, part: unknown, depth: number, parents: Set<object>): [string, unknown] {
  const { shown, isSecret } = judgeName(name);
  // A flag or an absence under a secret-like name gives nothing away and is often the point of the line.
  const hides = isSecret && part !== null && part !== undefined && typeof part !== 'boolean';
  return [shown, hides ? REDACTED : redactAt(part, depth, parents)];
}

type NameVerdict = { shown: string; isSecret: boolean };

/** The same few names come with every line. Bounded, because names can also come from a stranger's JSON. */
const verdicts = new Map<string, NameVerdict>();
const MAX_VERDICTS = 500;

function judgeName(name: string): NameVerdict {
  const known = verdicts.get(name);
  if (known) return known;
  const bare = name.replaceAll(/[-_\s]/g, '').toLowerCase();
  const verdict = { shown: redactText(name), isSecret: SECRET_NAME.test(bare) };
  if (verdicts.size < MAX_VERDICTS) verdicts.set(name, verdict);
  return verdict;
}

function entriesOf(value: object): [string, unknown][] {
  if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
    return [...value].map(([name, part]) => [typeof name === 'string' ? name : '[key]', part]);
  }
  const own = Object.entries(value);
  return value instanceof Error ? [...errorEntries(value), ...own] : own;
}

/** What a reader of a log needs first; these four are not enumerable on an error. */
function errorEntries(error: Error): [string, unknown][] {
  const entries: [string, unknown][] = [
    ['name', error.name],
    ['message', error.message],
    ['stack', error.stack],
  ];
  return error.cause === undefined ? entries : [...entries, ['cause', error.cause]];
}
