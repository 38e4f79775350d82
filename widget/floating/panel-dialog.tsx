import { Panel } from '../panel/panel.tsx';
import type { View } from '../panel/view.ts';
import type { FloatingModel } from './floating-model.ts';

/**
 * The floating panel in the browser's own modal dialog: top layer, trapped focus, Escape and focus return come with
 * it. `showDialog` opens it after each drawing, since only a drawn dialog can be shown.
 */
export function PanelDialog({ view, model }: { view: View; model: FloatingModel }) {
  const close = () => model.open(false);
  const swipe = onSwipeDown(close);
  return (
    <dialog class="card float" aria-label={view.texts.region} onClose={close} closedby="any">
      {model.isOpen.value && (
        <div class="sheet">
          <div class="handle" {...swipe} />
          <Panel view={view} onClose={close} />
        </div>
      )}
    </dialog>
  );
}

/** Brings the dialog in a drawn root into the state that the view says. */
export function showDialog(root: ShadowRoot, isOpen: boolean): void {
  const dialog = root.querySelector('dialog');
  if (!dialog || dialog.open === isOpen) return;
  if (isOpen) dialog.showModal();
  else dialog.close();
}

const CLOSING_DISTANCE_PX = 48;

/** Pointer handlers for the handle of a bottom sheet. */
function onSwipeDown(close: () => void) {
  let startY = 0;
  return {
    onPointerDown(event: PointerEvent) {
      startY = event.clientY;
      if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
    },
    onPointerUp(event: PointerEvent) {
      if (event.clientY - startY > CLOSING_DISTANCE_PX) close();
    },
  };
}
