import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseResult, parseSync } from 'vite';

export type Import = {
  /** The imported file's path from the project root, or the name of the package (`node:fs`, `@hono/node-server`). */
  target: string;
  isFile: boolean;
  /** Vanishes at build time: it may name a type, never bring code along. */
  typeOnly: boolean;
};

export type SourceFile = { path: string; imports: Import[]; code: string };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** All source files under the folders, with paths from the project root. */
export function readSourceFiles(folders: string[]): SourceFile[] {
  const paths = globSync(`{${folders.join(',')}}/**/*.{ts,tsx,mjs}`, { cwd: ROOT });
  return paths
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .map((path) => parseSource(path, readFileSync(`${ROOT}/${path}`, 'utf8')));
}

/** `code` of the result is without comments, so that what is searched or counted is what runs. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const syntaxError = parsed.errors[0];
  if (syntaxError) throw new Error(`${path}: ${syntaxError.message}`);
  return { path, imports: importsOf(path, text, parsed), code: withoutComments(text, parsed) };
}

function importsOf(path: string, text: string, { module }: ParseResult): Import[] {
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const reexported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
    );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(['"`])([^$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[2] === undefined ? [] : [{ specifier: literal[2], typeOnly: false }];
  });
  return [...imported, ...reexported, ...dynamic].map(({ specifier, typeOnly }) => ({
    ...resolve(path, specifier),
    typeOnly,
  }));
}

function resolve(path: string, specifier: string): { target: string; isFile: boolean } {
  if (specifier.startsWith('.')) {
    return { target: posix.join(posix.dirname(path), specifier), isFile: true };
  }
  const parts = specifier.split('/');
  return { target: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), isFile: false };
}

/** Comments become blanks of the same shape, so that lines stay where they are. */
function withoutComments(text: string, { comments }: ParseResult): string {
  let code = '';
  let at = 0;
  for (const { start, end } of comments) {
    code += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return code + text.slice(at);
}
