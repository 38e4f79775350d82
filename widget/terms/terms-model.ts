import { signal } from '@preact/signals-core';

/** @param send tells the server which version was accepted; rejects when it did not answer */
export function createTermsModel(send: (version: number) => Promise<void>) {
  const step = signal<'idle' | 'sending' | 'failed'>('idle');

  /** Never throws. A second press while the first is on its way does nothing. */
  async function accept(version: number): Promise<void> {
    if (step.value === 'sending') return;
    step.value = 'sending';
    try {
      await send(version);
      step.value = 'idle';
    } catch {
      step.value = 'failed';
    }
  }

  return { step, accept };
}
