import { FloatingButton } from './floating-button.tsx';
import { Panel } from './panel.tsx';
import { PanelDialog } from './panel-dialog.tsx';
import type { View } from './view.ts';

/** One element in its mode: `inline` (the default) or `float`. */
export function Widget({ view }: { view: View }) {
  const isCopied = [view.linkCopy, view.answerCopy].some((copy) => copy.state.value === 'copied');
  return (
    <div class="root" lang={view.texts.language}>
      {view.setting('mode') === 'float' ? (
        <>
          <FloatingButton view={view} />
          <PanelDialog view={view} />
        </>
      ) : (
        <section class="card inline" aria-label={view.texts.region}>
          <Panel view={view} />
        </section>
      )}
      <p class="unseen" role="status">
        {isCopied && view.texts.copied}
      </p>
    </div>
  );
}
