import { signal } from '@preact/signals-core';
import type { View } from '../panel/view.ts';

export type FloatingModel = ReturnType<typeof createFloatingModel>;

const HIDDEN_KEY = 'goodturn.hidden';
const LEAST_SCROLL_PX = 8;

/** Whether the panel is open, whether the button was put away, and whether it stands aside for a reader. */
export function createFloatingModel(view: View) {
  const isOpen = signal(false);
  const isButtonHidden = signal(readHidden());
  const isAside = signal(false);
  let seenY = window.scrollY;

  /** Who scrolls on reads what the button would cover; who scrolls back looks for something. */
  function followScroll(): void {
    // A phone's own bar and a rubber band move the page by a few pixels that nobody meant.
    if (Math.abs(window.scrollY - seenY) < LEAST_SCROLL_PX) return;
    isAside.value = window.scrollY > seenY;
    seenY = window.scrollY;
  }
  addEventListener('scroll', followScroll, { passive: true });

  function open(next: boolean): void {
    if (next === isOpen.value) return;
    isOpen.value = next;
    // What was revealed is not left lying open.
    if (!next) view.reveal.value = null;
    view.emit(next ? 'open' : 'close');
  }

  /** For this tab. The person asked for it, so keeping it needs no consent. */
  function hideButton(): void {
    isButtonHidden.value = true;
    try {
      sessionStorage.setItem(HIDDEN_KEY, '1');
    } catch {
      // A browser may forbid it: then the button comes back with the next page.
    }
  }

  return {
    isOpen,
    isButtonHidden,
    isAside,
    open,
    hideButton,
    stop: () => removeEventListener('scroll', followScroll),
  };
}

function readHidden(): boolean {
  try {
    return sessionStorage.getItem(HIDDEN_KEY) !== null;
  } catch {
    return false;
  }
}
