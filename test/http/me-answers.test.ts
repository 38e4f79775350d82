import { expect, test } from 'vitest';
import { createMeAnswers, REMEMBER_MS } from '../../server/http/me-answers.ts';

function remembered() {
  const clock = { now: 1 };
  const answers = createMeAnswers(() => clock.now);
  let built = 0;
  const read = (tag: string, length = 2) =>
    answers.of(tag, async () => {
      built += 1;
      return 'x'.repeat(length);
    });
  return { clock, read, built: () => built };
}

test('an answer is built once for its version, and anew after ten minutes however often it was read', async () => {
  const { clock, read, built } = remembered();
  for (let part = 0; part < 4; part += 1) {
    await read('a');
    clock.now += REMEMBER_MS / 4;
  }
  expect(built()).toBe(1);
  clock.now += 1;
  await read('a');
  expect(built()).toBe(2);
});

test('long answers make room for each other before they fill the memory', async () => {
  const { read, built } = remembered();
  for (const tag of ['a', 'b', 'c']) await read(tag, 4_000_000);
  await read('c', 4_000_000);
  expect(built()).toBe(3);
  await read('a', 4_000_000);
  expect(built()).toBe(4);
});
