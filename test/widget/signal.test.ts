import * as library from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import * as own from '../../widget/models/signal.ts';

// The library is the judge: whatever the widget uses of it must mean the same.
describe.each([
  ['own', own],
  ['@preact/signals-core', library],
] as const)('signals (%s)', (_name, { batch, effect, signal }) => {
  test('an effect runs at once, again for a new value, and not for the same one', () => {
    const count = signal(1);
    const seen: number[] = [];
    effect(() => {
      seen.push(count.value);
    });
    count.value = 2;
    count.value = 2;
    expect(seen).toEqual([1, 2]);
  });

  test('what an effect returns is called before its next run and at its end', () => {
    const count = signal(1);
    const log: string[] = [];
    const stop = effect(() => {
      const current = count.value;
      log.push(`in ${current}`);
      return () => log.push(`out ${current}`);
    });
    count.value = 2;
    stop();
    count.value = 3;
    expect(log).toEqual(['in 1', 'out 1', 'in 2', 'out 2']);
  });

  test('a batch of changes runs an effect once', () => {
    const first = signal('a');
    const last = signal('b');
    const seen: string[] = [];
    effect(() => {
      seen.push(first.value + last.value);
    });
    batch(() => {
      first.value = 'c';
      last.value = 'd';
    });
    expect(seen).toEqual(['ab', 'cd']);
  });

  test('an effect depends on what it read last, not on what it once read', () => {
    const isOn = signal(true);
    const detail = signal(1);
    let runs = 0;
    effect(() => {
      runs++;
      if (isOn.value) detail.value;
    });
    isOn.value = false;
    detail.value = 2;
    expect(runs).toBe(2);
  });

  test('peeking leaves no dependency', () => {
    const count = signal(1);
    let runs = 0;
    effect(() => {
      runs++;
      count.peek();
    });
    count.value = 2;
    expect(runs).toBe(1);
  });

  test('a change inside an effect reaches the effects that read it', () => {
    const source = signal(1);
    const derived = signal(0);
    const seen: number[] = [];
    effect(() => {
      seen.push(derived.value);
    });
    effect(() => {
      derived.value = source.value * 10;
    });
    source.value = 2;
    expect(seen).toEqual([0, 10, 20]);
  });
});
