import type { Frame } from './frame.ts';
import type { View } from './view.ts';

/** One element in its frame, and what screen readers are told about it. */
export function Widget({ view, frame: { Content } }: { view: View; frame: Frame }) {
  const isCopied = [view.linkCopy, view.answerCopy].some((copy) => copy.state.value === 'copied');
  return (
    <div class="root" lang={view.texts.language}>
      <Content view={view} />
      <p class="unseen" role="status">
        {isCopied && view.texts.copied}
      </p>
    </div>
  );
}
