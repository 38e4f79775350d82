import { signal } from '@preact/signals-core';
import type { MissingReferral, MissingReferralRequest } from '../../shared/contract/missing-referral.ts';

/** A friend who may be meant, without a name: only what the participant would see of them anyway. */
export type Candidate = MissingReferral['answers'][number];

export type MissingModel = ReturnType<typeof createMissingModel>;

/** @param ask the server; rejects when it did not answer */
export function createMissingModel(ask: (question: MissingReferralRequest) => Promise<Candidate[]>) {
  const step = signal<'asking' | 'looking' | 'answered' | 'failed'>('asking');
  const answers = signal<Candidate[]>([]);

  /** Never throws. Anything but a letter is left out. A second question while the first is on its way is dropped. */
  async function look({ around, initial = '' }: MissingReferralRequest): Promise<void> {
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
