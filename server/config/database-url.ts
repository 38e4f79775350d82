import { fileURLToPath } from 'node:url';

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/**
 * What `DATABASE_URL` means: `postgres://…`, `file:PATH` or a bare path. Null when it is neither; the caller
 * must not repeat the text, since it may hold a password.
 */
export function parseDatabaseUrl(text: string): DatabaseConfig | null {
  if (/^postgres(ql)?:\/\//.test(text)) return URL.canParse(text) ? { kind: 'postgres', url: text } : null;
  if (text.startsWith('file://')) return absoluteFile(text);
  if (text.startsWith('file:')) return sqlite(text.slice('file:'.length));
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? null : sqlite(text);
}

/** `file:///var/x.sqlite`: the host must be empty, or the path would silently name another machine's file. */
function absoluteFile(text: string): DatabaseConfig | null {
  try {
    return sqlite(fileURLToPath(text));
  } catch {
    return null;
  }
}

function sqlite(path: string): DatabaseConfig | null {
  return path === '' || path.endsWith('/') ? null : { kind: 'sqlite', path };
}
