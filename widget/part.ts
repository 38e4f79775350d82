import { signal } from '@preact/signals-core';

/** A part of the interface that is fetched with the first question for it; undefined until it is there. */
export type Part<T> = () => T | undefined;

/** Without a network the part stays away, and the next drawing asks again. @param onFault it could not be fetched */
export function createPart<T>(load: () => Promise<T>, onFault?: () => void): Part<T> {
  const part = signal<T | undefined>(undefined);
  let isAsked = false;

  async function fetchPart(): Promise<void> {
    isAsked = true;
    try {
      part.value = await load();
    } catch {
      isAsked = false;
      onFault?.();
    }
  }

  return () => {
    if (!isAsked) fetchPart();
    return part.value;
  };
}
