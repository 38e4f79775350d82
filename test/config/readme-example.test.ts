import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';

test('the file that the README offers to begin with is a valid one', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const env = readEnv({
    ACME_SECRET_KEY: 'sk_acme_0123456789abcdefghij',
    ACME_IDENTITY_SECRET: 'mZ3tq8Yw0kR5vB7nC1xL9sD4fG6hJ2pA',
  });
  const [acme] = parseConfigFile(example, env);
  expect(acme?.site.programs.map(({ id, status }) => [id, status])).toEqual([['friends', 'active']]);
});
