import { expect, test } from 'vitest';
import { textsIn } from '../support/find-texts.ts';

const TEXTS = Array.from({ length: 2000 }, (_, index) => `secret-${index}-of-many`);

test('finds every text wherever it stands, and none that is only begun', () => {
  const [first = '', second = '', third = ''] = TEXTS;
  const bytes = Buffer.concat([
    Buffer.from(`${first} `),
    Buffer.from([0xff, 0x80, 0]),
    Buffer.from(`secret-9x ${second}${second.slice(0, 9)} ${third.slice(0, -1)}`),
    Buffer.from(TEXTS.at(-1) ?? ''),
  ]);
  expect([...textsIn(bytes, TEXTS)].sort()).toEqual([first, second, TEXTS.at(-1)].sort());
  expect(textsIn(Buffer.alloc(0), TEXTS).size).toBe(0);
});

test('counts bytes, not letters', () => {
  expect([...textsIn(Buffer.from('…größe…'), ['größe', 'große'])]).toEqual(['größe']);
});
