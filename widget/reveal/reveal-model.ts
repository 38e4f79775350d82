import { signal } from '@preact/signals-core';
import type { Reveal } from '../../shared/contract/claim.ts';

/** `note` warns before anything secret is fetched; `open` has the secret. */
type RevealStep = 'note' | 'loading' | 'failed' | 'open';

export type RevealModel = ReturnType<typeof createRevealModel>;

/**
 * Two deliberate steps to a claim. The secret lives in this model only: whoever drops the model has forgotten it.
 * @param fetchReveal asks the server; rejects when it did not answer
 */
export function createRevealModel(fetchReveal: () => Promise<Reveal>) {
  const step = signal<RevealStep>('note');
  const reveal = signal<Reveal | null>(null);

  async function confirm(): Promise<void> {
    if (step.value === 'loading') return;
    step.value = 'loading';
    try {
      reveal.value = await fetchReveal();
      step.value = 'open';
    } catch {
      step.value = 'failed';
    }
  }

  return { step, reveal, confirm };
}
