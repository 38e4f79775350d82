import { type Signal, signal } from '@preact/signals-core';

/** A part of the interface that is fetched with the first question for it; undefined until it is there. */
export type Part<T> = () => T | undefined;

/** Without a network the part stays away, and the next question asks again. @param isAway set when it could not be fetched */
export function createPart<T>(load: () => Promise<T>, isAway: Signal<boolean> = signal(false)): Part<T> {
  const part = signal<T>();
  let isAsked = false;

  async function fetchPart(): Promise<void> {
    isAsked = true;
    try {
      part.value = await load();
    } catch {
      isAsked = false;
      isAway.value = true;
    }
  }

  return () => {
    if (!isAsked) fetchPart();
    return part.value;
  };
}
