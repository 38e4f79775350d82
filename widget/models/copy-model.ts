import { signal } from '@preact/signals-core';

/** `manual`: the browser refused, so the person copies the selected text. */
type CopyState = 'idle' | 'copied' | 'manual';

export type CopyModel = ReturnType<typeof createCopyModel>;

const COPIED_FOR_MS = 2_500;

/** One copy button. @param write puts a text on the clipboard and says whether that worked */
export function createCopyModel(write: (text: string) => Promise<boolean>) {
  const state = signal<CopyState>('idle');
  let reset: ReturnType<typeof setTimeout> | undefined;

  async function copy(text: string): Promise<boolean> {
    clearTimeout(reset);
    const isCopied = await write(text);
    state.value = isCopied ? 'copied' : 'manual';
    if (isCopied) {
      reset = setTimeout(() => {
        state.value = 'idle';
      }, COPIED_FOR_MS);
    }
    return isCopied;
  }

  return { state, copy };
}
