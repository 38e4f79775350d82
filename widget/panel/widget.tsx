import type { Frame } from './frame.ts';
import type { View } from './view.ts';

type WidgetProps = { view: View; frame: Frame };

/** One element in its frame, and what screen readers are told about it. */
export function Widget({ view, frame: { Content } }: WidgetProps) {
  const isCopied = [view.linkCopy, view.answerCopy].some((copy) => copy.state.value === 'copied');
  return (
    <div class="root" lang={view.texts.language}>
      <Content />
      <p class="unseen" role="status">
        {isCopied ? view.texts.copied : view.said.value}
      </p>
    </div>
  );
}
