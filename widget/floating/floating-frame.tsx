import type { Frame } from '../panel/frame.ts';
import styles from './floating.css?inline';
import { FloatingButton } from './floating-button.tsx';
import { PanelDialog, showDialog } from './panel-dialog.tsx';

/** A button that opens the panel. A part of its own, since most pages show the panel inline. */
export const floatingFrame: Frame = {
  styles,
  Content: ({ view }) => (
    <>
      <FloatingButton view={view} />
      <PanelDialog view={view} />
    </>
  ),
  onDrawn: (root, view) => showDialog(root, view.isOpen.value),
};
