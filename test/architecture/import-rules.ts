import type { Import, SourceFile } from './source-file.ts';

/** Who may import what. Everything that a rule does not allow is forbidden; a file's own folder is always allowed. */
type Rule = {
  folder: string;
  /** What is said when it is broken, with the reason. */
  sentence: string;
  files: string[];
  /** Files of which only the types may be used. */
  types?: string[];
  packages: RegExp;
};

const ANY = /./;
const NONE = /^(?!)/;
/** Speaking to databases and signing are the work of adapters. */
const NO_ADAPTER = /^(?!(pg|better-sqlite3|kysely|jose)$)/;
const NO_HTTP_SERVER = /^(?!(hono|@hono\/.*)$)/;
const DOMAIN = ['server/domain/', 'shared/'];

function adapter(name: string): Rule {
  return {
    folder: `server/${name}/`,
    sentence: `server/${name} is an adapter: it imports the domain and shared, never HTTP and never another adapter, so that each can be replaced alone.`,
    files: DOMAIN,
    packages: NO_HTTP_SERVER,
  };
}

/** The first rule whose folder holds the file is the file's rule: the narrower folder comes first. */
const IMPORT_RULES: Rule[] = [
  {
    folder: 'shared/contract/',
    sentence:
      'shared/contract imports shared and zod only, because the browser and the server read the same words.',
    files: ['shared/'],
    packages: /^zod$/,
  },
  {
    folder: 'shared/',
    sentence:
      'shared outside of its contract imports nothing, because the widget ships it and zod is too large.',
    files: [],
    types: ['shared/contract/'],
    packages: NONE,
  },
  {
    folder: 'server/domain/',
    sentence:
      'The domain imports shared only, so that its rules run without a network, a database or a clock.',
    files: DOMAIN,
    packages: NONE,
  },
  {
    folder: 'server/upstream/',
    sentence:
      'server/upstream is an adapter: it imports the domain, shared and server/net, never HTTP and never another adapter, so that each can be replaced alone.',
    files: [...DOMAIN, 'server/net/'],
    packages: NO_HTTP_SERVER,
  },
  ...['tokens', 'vault', 'storage', 'net', 'webhook', 'observe'].map(adapter),
  {
    folder: 'server/config/',
    sentence: 'The configuration imports the domain and shared, because it is read before anything is built.',
    files: DOMAIN,
    packages: /^(zod|node:.*)$/,
  },
  ...['http', 'pages'].map((name) => ({
    folder: `server/${name}/`,
    sentence: `server/${name} imports the domain and shared, never storage, upstream or token code: it validates, calls a verb and answers.`,
    files: [...DOMAIN, 'server/http/', 'server/pages/'],
    packages: NO_ADAPTER,
  })),
  {
    folder: 'server/jobs/',
    sentence:
      'The jobs import the domain only: what they do is decided there, and where it is kept is not their matter.',
    files: DOMAIN,
    packages: /^node:timers/,
  },
  {
    folder: 'server/',
    sentence: 'The start of the server builds it from its own parts and nothing else.',
    files: ['server/', 'shared/'],
    packages: ANY,
  },
  {
    folder: 'widget/',
    sentence:
      'The widget imports types and plain functions of shared, never a zod value and never the server: every byte is loaded by a visitor.',
    files: ['shared/'],
    types: ['shared/contract/'],
    packages: /^(preact|@preact\/signals|@preact\/signals-core|lean-qr)$/,
  },
  {
    folder: 'demo/',
    sentence:
      "The demo imports nothing of Goodturn: it knows the public HTTP contract only, like anybody's site.",
    files: [],
    packages: ANY,
  },
];

/** A sentence for each import that breaks the rule of its file. */
export function brokenImportRules(files: SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const rule = IMPORT_RULES.find(({ folder }) => path.startsWith(folder));
    if (!rule) return [`${path} lies where no import rule holds: add its folder to the rules.`];
    return imports
      .filter((used) => !isAllowed(rule, used))
      .map(({ target }) => `${path} imports ${target}: ${rule.sentence}`);
  });
}

function isAllowed(
  { folder, files, types = [], packages }: Rule,
  { target, isFile, typeOnly }: Import,
): boolean {
  if (!isFile) return packages.test(target);
  const isIn = (folders: string[]) => folders.some((prefix) => target.startsWith(prefix));
  return isIn(types) ? typeOnly : isIn([folder, ...files]);
}
