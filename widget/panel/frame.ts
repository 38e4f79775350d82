import type { ComponentType } from 'preact';
import type { View } from './view.ts';

/** What stands around the panel: the page's own flow, or a button and a dialog. */
export type Frame = {
  styles: string;
  Content: ComponentType<{ view: View }>;
  /** Called after each drawing. */
  onDrawn?(root: ShadowRoot, view: View): void;
};
