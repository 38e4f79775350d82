import { signal } from '@preact/signals-core';
import type { FriendRow } from '../../shared/contract/session.ts';

/** What the participant remembers: a day as `YYYY-MM-DD`, and perhaps the first letter of a name. */
export type Question = { around: string; initial?: string };

/** A friend who may be meant, without a name: only what the participant would see of them anyway. */
export type Candidate = Pick<FriendRow, 'since' | 'status' | 'reason'>;

export type MissingModel = ReturnType<typeof createMissingModel>;

/** @param ask the server; rejects when it did not answer */
export function createMissingModel(ask: (question: Question) => Promise<Candidate[]>) {
  const step = signal<'asking' | 'looking' | 'answered' | 'failed'>('asking');
  const answers = signal<Candidate[]>([]);

  /** Never throws. A second question while the first is on its way is dropped. */
  async function look({ around, initial }: Required<Question>): Promise<void> {
    if (step.value === 'looking') return;
    step.value = 'looking';
    try {
      const isLetter = /^\p{L}$/u.test(initial);
      answers.value = await ask({ around, ...(isLetter && { initial }) });
      step.value = 'answered';
    } catch {
      step.value = 'failed';
    }
  }

  return { step, answers, look };
}
