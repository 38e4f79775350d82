import type { ReadonlySignal } from '@preact/signals-core';
import type { ComponentType } from 'preact';
import type { View } from './view.ts';

/** What stands around the panel of one element: the page's own flow, or a button and a dialog. */
export type Frame = {
  Content: ComponentType;
  /** Whether a dialog is open; null for a panel in the page's flow, which is seen inside the viewport. */
  isOpen: ReadonlySignal<boolean> | null;
  open(isOpen: boolean): void;
  /** Called after each drawing. */
  onDrawn?(root: ShadowRoot): void;
  /** Takes back what the frame listens to outside of its element. */
  stop?(): void;
};

export type FrameKind = { styles: string; create(view: View): Frame };
