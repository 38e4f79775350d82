import { describe, expect, test } from 'vitest';
import { importCycles } from './import-cycles.ts';
import { brokenImportRules } from './import-rules.ts';
import { brokenNames, brokenPurityRules } from './purity-rules.ts';
import { parseSource, readSourceFiles } from './source-file.ts';

describe('the source', () => {
  const files = readSourceFiles(['server', 'shared', 'widget', 'demo']);

  test('is read at all', () => expect(files.length).toBeGreaterThan(20));
  test('imports only what its folder may import', () => expect(brokenImportRules(files)).toEqual([]));
  test('has no import cycles', () => expect(importCycles(files)).toEqual([]));
  test('takes clock, chance and environment from where they belong', () =>
    expect(brokenPurityRules(files)).toEqual([]));
  test('has no drawers', () => expect(brokenNames(files)).toEqual([]));
});

describe('a planted violation is found', () => {
  const forbidden: [path: string, code: string, sentence: RegExp][] = [
    ['shared/money.ts', "import { z } from 'zod';", /outside of its contract imports nothing/],
    ['shared/contract/money.ts', "import { h } from 'hono';", /imports shared and zod only/],
    [
      'server/domain/click/click.ts',
      "import { randomUUID } from 'node:crypto';",
      /domain imports shared only/,
    ],
    ['server/domain/store.ts', "export type { A } from '../storage/a.ts';", /domain imports shared only/],
    ['server/storage/open.ts', "import { seal } from '../vault/seal.ts';", /never another adapter/],
    ['server/upstream/client.ts', "import { Hono } from 'hono';", /never HTTP/],
    [
      'server/http/routes/me.ts',
      "import { sql } from '../../storage/sql.ts';",
      /server\/http imports the domain/,
    ],
    ['server/http/routes/me.ts', "import { jwtVerify } from 'jose';", /server\/http imports the domain/],
    ['server/pages/claim.ts', "const pg = await import('pg');", /server\/pages imports the domain/],
    ['server/jobs/run.ts', "import { app } from '../app.ts';", /jobs import the domain only/],
    ['server/config/config.ts', "import { deps } from '../deps.ts';", /configuration imports/],
    ['server/start.ts', "import { start } from '../widget/loader.ts';", /its own parts/],
    ['widget/panel/me.tsx', "import { me } from '../../shared/contract/session.ts';", /never a zod value/],
    ['widget/loader.ts', "import { app } from '../server/app.ts';", /never the server/],
    ['demo/shop/main.ts', "import { money } from '../../shared/money.ts';", /public HTTP contract only/],
    ['server/newcomer/file.ts', "import '../../demo/shop/main.ts';", /its own parts/],
    ['elsewhere/file.ts', "import './other.ts';", /no import rule holds/],
  ];
  test.each(forbidden)('%s: %s', (path, code, sentence) => {
    expect(brokenImportRules([parseSource(path, code)])).toEqual([expect.stringMatching(sentence)]);
  });

  const allowed: [path: string, code: string][] = [
    ['widget/panel/me.tsx', "import type { Me } from '../../shared/contract/session.ts';"],
    ['widget/panel/me.tsx', "import { toDecimal } from '../../shared/money.ts';"],
    ['server/storage/open.ts', "import Database from 'better-sqlite3'; import '../domain/store.ts';"],
    ['server/deps.ts', "import '../server/storage/open.ts'; import 'jose';"],
  ];
  test.each(allowed)('and what is right is not: %s: %s', (path, code) => {
    expect(brokenImportRules([parseSource(path, code)])).toEqual([]);
  });

  test('a cycle', () => {
    const files = [
      parseSource('server/a.ts', "import './b.ts';"),
      parseSource('server/b.ts', "export * from './c.ts';"),
      parseSource('server/c.ts', "const a = await import('./a.ts');"),
      parseSource('server/d.ts', "import './e.ts';"),
      parseSource('server/e.ts', "import type { D } from './d.ts';"),
    ];
    expect(importCycles(files)).toEqual(['server/a.ts → server/b.ts → server/c.ts → server/a.ts']);
  });

  test.each([
    ['server/domain/click/click.ts', 'const at = Date.now();'],
    ['server/domain/click/click.ts', 'const at = new Date();'],
    ['server/domain/click/click.ts', 'const luck = Math.random();'],
    ['server/deps.ts', 'const { env } = process; const port = process.env.PORT;'],
  ])('%s: %s', (path, code) => expect(brokenPurityRules([parseSource(path, code)])).toHaveLength(1));

  test('words in comments and dates from a number are fine', () => {
    const code = '// never Date.now()\nconst at = new Date(0);';
    expect(brokenPurityRules([parseSource('server/domain/click/click.ts', code)])).toEqual([]);
  });

  test('a drawer', () => {
    const paths = ['server/utils.ts', 'widget/dom-helpers.ts', 'shared/common/text.ts', 'server/uncommon.ts'];
    expect(brokenNames(paths.map((path) => parseSource(path, '')))).toHaveLength(3);
  });
});
