import { signal } from '@preact/signals-core';
import type { ShareChannel } from '../../shared/contract/session.ts';
import { createPart } from '../part.ts';
import type { ChannelLook, ShareContent } from './channel-look.ts';
import { firstChannels } from './first-channels.ts';

/** The browser's share sheet; resolves to whether something was shared. Undefined where there is none. */
export type NativeShare = ((content: ShareContent) => Promise<boolean>) | undefined;

export type ShareModel = ReturnType<typeof createShareModel>;

/** @param onShared a share through this channel has begun */
export function createShareModel(nativeShare: NativeShare, onShared: (channel: ShareChannel) => void) {
  const isMoreOpen = signal(false);
  const isQrOpen = signal(false);
  const more = createPart(() => import('./more-channels.ts'));

  /** Channels in the program's order that this browser can serve; copying has a button of its own. */
  function usable(channels: readonly ShareChannel[]): ShareChannel[] {
    return channels.filter((channel) => channel !== 'copy' && (channel !== 'native' || nativeShare));
  }

  /** Undefined while it is being fetched; without a network it stays away, and the next drawing asks again. */
  function lookOf(channel: ShareChannel): ChannelLook | undefined {
    const first: Partial<Record<ShareChannel, ChannelLook>> = firstChannels;
    const others = (): Partial<Record<ShareChannel, ChannelLook>> | undefined => more()?.moreChannels;
    return first[channel] ?? others()?.[channel];
  }

  async function use(channel: ShareChannel, content: ShareContent): Promise<void> {
    if (channel === 'native' && !(await nativeShare?.(content))) return;
    if (channel === 'qr') {
      isQrOpen.value = !isQrOpen.value;
      if (!isQrOpen.value) return;
    }
    onShared(channel);
  }

  return { isMoreOpen, isQrOpen, more, use, usable, lookOf };
}
