import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerWithin } from '../server/answer-within.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work that is done in time gives the answer, and leaves no timer behind', async () => {
  expect(await answerWithin(1000, Promise.resolve('done'), 'late')).toBe('done');
  await expect(answerWithin(1000, Promise.reject(new Error('broken')), 'late')).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

test('work that takes longer is not waited for, and its late failure disturbs nobody', async () => {
  const work = Promise.withResolvers<string>();
  const answer = answerWithin(1000, work.promise, 'late');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await answer).toBe('late');
  // An unhandled rejection would fail the run.
  work.reject(new Error('broken at last'));
});
