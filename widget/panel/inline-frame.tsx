import type { Frame } from './frame.ts';
import { Panel } from './panel.tsx';

/** The panel in its place on the page. */
export const inlineFrame: Frame = {
  styles: '',
  Content: ({ view }) => (
    <section class="card inline" aria-label={view.texts.region}>
      <Panel view={view} />
    </section>
  ),
};
