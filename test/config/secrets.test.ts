import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnv } from '../../server/config/env.ts';
import { readSecrets } from '../../server/config/secrets.ts';

const GOOD = 'mZ3tq8Yw0kR5vB7nC1xL9sD4fG6hJ2pA';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goodturn-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function secretsOf(settings: Record<string, string>, production = false) {
  return readSecrets(readEnv(settings), { production, file: join(folder, 'data/goodturn.secret') });
}

describe('the master secret', () => {
  test('is the one that is set, and no file is written', () => {
    const { master, warnings } = secretsOf({ GOODTURN_SECRET: GOOD }, true);
    expect(master).toBe(GOOD);
    expect(warnings).toEqual([]);
    expect(() => statSync(join(folder, 'data'))).toThrow('ENOENT');
  });

  test('is generated once when none is set, readable by its owner only, with a warning', () => {
    const first = secretsOf({});
    const file = join(folder, 'data/goodturn.secret');
    expect(first.master.length).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.warnings).toEqual([expect.stringContaining('GOODTURN_SECRET is not set')]);
    expect(first.warnings.join()).not.toContain(readFileSync(file, 'utf8').trim());
    expect(secretsOf({}).master).toEqual(first.master);
  });

  test('in a file that others can read is warned about', () => {
    secretsOf({});
    chmodSync(join(folder, 'data/goodturn.secret'), 0o644);
    expect(secretsOf({}).warnings).toContainEqual(expect.stringContaining('chmod 600'));
  });

  test('of before may be named beside it, as strong, and another one', () => {
    const previous = GOOD.split('').toReversed().join('');
    expect(secretsOf({ GOODTURN_SECRET: GOOD })).toMatchObject({ previous: null });
    const both = { GOODTURN_SECRET: GOOD, GOODTURN_SECRET_PREVIOUS: previous };
    expect(secretsOf(both)).toMatchObject({ master: GOOD, previous });
    expect(() => secretsOf({ ...both, GOODTURN_SECRET_PREVIOUS: 'short' })).toThrow(
      'GOODTURN_SECRET_PREVIOUS must be at least',
    );
    expect(() => secretsOf({ ...both, GOODTURN_SECRET_PREVIOUS: GOOD })).toThrow(
      'GOODTURN_SECRET_PREVIOUS must not be the same as GOODTURN_SECRET.',
    );
  });

  test('must be set in production', () => {
    expect(() => secretsOf({}, true)).toThrow('GOODTURN_SECRET must be set when NODE_ENV is production');
  });

  test.for([
    ['short', 'must be at least 32 bytes long'],
    [GOOD.slice(1), 'must be at least 32 bytes long'],
    ['a'.repeat(64), 'repeats a few characters'],
    ['change-me-change-me-change-me-change-me', 'is a published sample'],
    ['your-secret-goes-here-your-secret-goes-here', 'is a published sample'],
  ])('"%s" is refused: it %s', ([secret = '', reason = '']) => {
    expect(() => secretsOf({ GOODTURN_SECRET: secret })).toThrow(`GOODTURN_SECRET ${reason}`);
  });
});
