import { signal } from '@preact/signals-core';
import type { View } from '../panel/view.ts';

export type FloatingModel = ReturnType<typeof createFloatingModel>;

const HIDDEN_KEY = 'goodturn.hidden';

/** Whether the panel is open, and whether the button was put away. */
export function createFloatingModel(view: View) {
  const isOpen = signal(false);
  const isButtonHidden = signal(readHidden());

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

  return { isOpen, isButtonHidden, open, hideButton };
}

function readHidden(): boolean {
  try {
    return sessionStorage.getItem(HIDDEN_KEY) !== null;
  } catch {
    return false;
  }
}
