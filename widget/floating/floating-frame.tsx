import type { FrameKind } from '../panel/frame.ts';
import styles from './floating.css?inline';
import { FloatingButton } from './floating-button.tsx';
import { createFloatingModel } from './floating-model.ts';
import { PanelDialog, showDialog } from './panel-dialog.tsx';

/** A button that opens the panel. A part of its own, since most pages show the panel inline. */
export const floatingFrame: FrameKind = {
  styles,
  create(view) {
    const model = createFloatingModel(view);
    return {
      Content: () => (
        <>
          <FloatingButton view={view} model={model} />
          <PanelDialog view={view} model={model} />
        </>
      ),
      isOpen: model.isOpen,
      open: model.open,
      stop: model.stop,
      onDrawn: (root) => showDialog(root, model.isOpen.value),
    };
  },
};
