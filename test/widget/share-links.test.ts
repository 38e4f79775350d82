import { describe, expect, test } from 'vitest';
import { SHARE_CHANNELS } from '../../shared/contract/session.ts';
import { shareLink } from '../../widget/models/share-links.ts';

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
    const link = new URL(shareLink(channel, content) ?? '');
    expect(link.href.split('?')[0]).toBe(address);
    expect(Object.fromEntries([...link.searchParams].filter(([name]) => name))).toEqual(parameters);
  });

  test('no channel writes a space as a plus sign, which mail and chat apps would show', () => {
    for (const channel of SHARE_CHANNELS) expect(shareLink(channel, content) ?? '').not.toContain('+');
  });

  test('channels that the browser serves itself have no address', () => {
    expect(['native', 'copy', 'qr'].map((channel) => shareLink(channel as 'qr', content))).toEqual([
      null,
      null,
      null,
    ]);
  });
});
