import type { FrameKind } from './frame.ts';
import { Panel } from './panel.tsx';

/** The panel in its place on the page. */
export const inlineFrame: FrameKind = {
  styles: '',
  create: (view) => ({
    Content: () => (
      <section class="card inline" aria-label={view.texts.region}>
        <Panel view={view} />
      </section>
    ),
    isOpen: null,
    open: () => undefined,
  }),
};
