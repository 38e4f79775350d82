import { describe, expect, test } from 'vitest';
import { SHARE_CHANNELS, type ShareChannel } from '../../shared/contract/session.ts';
import type { ChannelLook } from '../../widget/share/channel-look.ts';
import { firstChannels } from '../../widget/share/first-channels.ts';
import { moreChannels } from '../../widget/share/more-channels.ts';

const looks: Partial<Record<ShareChannel, ChannelLook>> = { ...firstChannels, ...moreChannels };

const content = {
  text: 'Tea & cake: 15 € für dich?',
  url: 'https://acme.link/r/ADA42',
  subject: 'Give $15 & get $15',
};

describe('share links', () => {
  test.each([
    ['whatsapp', 'https://wa.me/', { text: `${content.text} ${content.url}` }],
    ['telegram', 'https://t.me/share/url', { url: content.url, text: content.text }],
    ['x', 'https://x.com/intent/tweet', { url: content.url, text: content.text }],
    ['facebook', 'https://www.facebook.com/sharer/sharer.php', { u: content.url }],
    ['linkedin', 'https://www.linkedin.com/sharing/share-offsite/', { url: content.url }],
    ['sms', 'sms:', { body: `${content.text} ${content.url}` }],
    ['email', 'mailto:', { subject: content.subject, body: `${content.text}\r\n\r\n${content.url}` }],
  ] as const)('%s carries exactly the words and the link', (channel, address, parameters) => {
    const link = new URL(looks[channel]?.link?.(content) ?? '');
    expect(link.href.split('?')[0]).toBe(address);
    expect(Object.fromEntries([...link.searchParams].filter(([name]) => name))).toEqual(parameters);
  });

  test('no channel writes a space as a plus sign, which mail and chat apps would show', () => {
    for (const channel of SHARE_CHANNELS) expect(looks[channel]?.link?.(content) ?? '').not.toContain('+');
  });

  test('every channel has a look, and what the browser serves itself has no address', () => {
    expect(Object.keys(looks).sort()).toEqual(SHARE_CHANNELS.filter((channel) => channel !== 'copy').sort());
    expect([looks.native?.link, looks.qr?.link]).toEqual([undefined, undefined]);
  });
});
