/** Level from which on a line matters to somebody who only wants to see the demo (pino: 40 = warn). */
const WARN = 40;

/**
 * What of a process's output line is worth showing: warnings and errors of structured logs, in words,
 * and plain text as it is. Null = only for the log file.
 */
export function thinLine(line: string): string | null {
  if (line.trim() === '') return null;
  const entry = parseEntry(line);
  if (!entry) return line;
  if (typeof entry.level !== 'number' || entry.level < WARN) return null;
  return `${entry.level > WARN ? 'error' : 'warning'}: ${String(entry.msg ?? line)}`;
}

function parseEntry(line: string): { level?: unknown; msg?: unknown } | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as { level?: unknown; msg?: unknown };
  } catch {
    return null;
  }
}
