import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { SessionModel } from '../models/session-model.ts';

/**
 * Counts an element as a viewer of its session while somebody can see it, and asks anew each time it comes on view.
 * @param isOpen whether a floating panel is open; null for an inline one, which is seen inside the viewport
 * @returns stops it
 */
export function watchView(
  element: Element,
  isOpen: ReadonlySignal<boolean> | null,
  session: ReadonlySignal<SessionModel>,
): () => void {
  const isInViewport = signal(false);
  const observer = new IntersectionObserver((entries) => {
    // By index: a host page may have replaced `Array.prototype.at`.
    isInViewport.value = entries[entries.length - 1]?.isIntersecting ?? false;
  });
  observer.observe(element);
  const stop = effect(() => {
    if (!(isOpen ?? isInViewport).value) return;
    const { viewers, refresh } = session.value;
    viewers.value = viewers.peek() + 1;
    // Not within the effect, which would run again for everything that this reads.
    queueMicrotask(refresh);
    return () => {
      viewers.value = viewers.peek() - 1;
    };
  });
  return () => {
    stop();
    observer.disconnect();
  };
}
