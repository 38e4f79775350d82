import type { ShareChannel } from '../../shared/contract/session.ts';
import { Icon, Strokes } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { ShareContent } from './channel-look.ts';

const AT_MOST = 3;

type ChannelsProps = { view: View; channels: readonly ShareChannel[]; content: ShareContent };

/** Three at most; where there are more, two and the way to the rest. */
export function ChannelButtons({ view, channels, content }: ChannelsProps) {
  const { texts, share } = view;
  const usable = share.usable(channels);
  const hasMore = usable.length > AT_MOST;
  const isOpen = share.isMoreOpen.value;
  const shown = hasMore && !isOpen ? usable.slice(0, AT_MOST - 1) : usable;
  return (
    <div class="channels">
      {shown.map((channel) => (
        <Channel key={channel} view={view} channel={channel} content={content} />
      ))}
      {hasMore && (
        <button
          type="button"
          class="button"
          aria-expanded={isOpen}
          onClick={() => {
            share.isMoreOpen.value = !isOpen;
          }}
        >
          <Icon name="more" />
          {isOpen ? texts.less : texts.more}
        </button>
      )}
    </div>
  );
}

type ChannelProps = { view: View; channel: ShareChannel; content: ShareContent };

function Channel({ view, channel, content }: ChannelProps) {
  const look = view.share.lookOf(channel);
  const onClick = () => view.share.use(channel, content);
  const words = (
    <>
      <Strokes path={look?.icon} />
      {view.texts.channels[channel]}
    </>
  );
  return look?.link ? (
    <a class="button" href={look.link(content)} target="_blank" rel="noreferrer" onClick={onClick}>
      {words}
    </a>
  ) : (
    <button
      type="button"
      class="button"
      aria-disabled={!look}
      onClick={onClick}
      aria-expanded={channel === 'qr' ? view.share.isQrOpen.value : undefined}
    >
      {words}
    </button>
  );
}
