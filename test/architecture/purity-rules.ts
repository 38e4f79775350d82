import type { SourceFile } from './source-file.ts';

type Ban = {
  holdsFor: (path: string) => boolean;
  pattern: RegExp;
  sentence: string;
};

const BANS: Ban[] = [
  {
    holdsFor: (path) => path.startsWith('server/domain/'),
    pattern:
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bcrypto\.|\bprocess\.[a-z]/,
    sentence: 'the domain gets its clock and its ids passed in, so that a retry decides the same again.',
  },
  {
    holdsFor: (path) =>
      path.startsWith('server/') && !['server/config/env.ts', 'server/run.mjs'].includes(path),
    pattern: /\bprocess\.env\b|\bprocess\[['"]env['"]\]/,
    sentence: 'server/config/env.ts alone reads the environment, so that all settings stand in one place.',
  },
];

/** Drawers for whatever found no better name. */
const DRAWER = /(^|\/|-)(utils?|helpers?|common|misc|managers?|services?)(\.|\/|-)/;

export function brokenPurityRules(files: SourceFile[]): string[] {
  return files.flatMap(({ path, code }) => {
    const banned = BANS.filter(({ holdsFor, pattern }) => holdsFor(path) && pattern.test(code));
    return banned.map(({ pattern, sentence }) => `${path} uses ${pattern.exec(code)?.[0]}: ${sentence}`);
  });
}

export function brokenNames(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => DRAWER.test(path))
    .map(({ path }) => `${path} is named like a drawer: name the file for the one thing that it does.`);
}
