import type { ShareChannel } from '../../shared/contract/session.ts';
import { type ShareContent, shareLink } from '../models/share-links.ts';
import { Icon } from './icon.tsx';
import type { View } from './view.ts';

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

function Channel({ view, channel, content }: { view: View; channel: ShareChannel; content: ShareContent }) {
  const href = shareLink(channel, content);
  const onClick = () => view.share.use(channel, content);
  const words = (
    <>
      <Icon name={channel} />
      {view.texts.channels[channel]}
    </>
  );
  return href ? (
    <a class="button" href={href} target="_blank" rel="noopener noreferrer" onClick={onClick}>
      {words}
    </a>
  ) : (
    <button
      type="button"
      class="button"
      onClick={onClick}
      aria-expanded={channel === 'qr' ? view.share.isQrOpen.value : undefined}
    >
      {words}
    </button>
  );
}
