import { type ChannelLook, encode } from './channel-look.ts';

export { QrCode } from './qr-code.tsx';

/** The channels that mostly stand behind "More". A part of its own, fetched when one of them is to be shown. */
export const moreChannels = {
  sms: {
    icon: 'M3 4h14v10H9l-4 3v-3H3zM7 8h6M7 11h4',
    // iOS wants `&body`, RFC 5724 wants `?body`: this spelling serves both.
    link: ({ text, url }) => `sms:?&body=${encode(`${text} ${url}`)}`,
  },
  telegram: {
    icon: 'M17 3L3 9l4 2 2 6 3-4 3 2zM7 11l10-8',
    link: ({ text, url }) => `https://t.me/share/url?url=${encode(url)}&text=${encode(text)}`,
  },
  x: {
    icon: 'M4 4l12 12M16 4L4 16',
    link: ({ text, url }) => `https://x.com/intent/tweet?text=${encode(text)}&url=${encode(url)}`,
  },
  facebook: {
    icon: 'M14 3h-2a3 3 0 0 0-3 3v11M6 9h7',
    link: ({ url }) => `https://www.facebook.com/sharer/sharer.php?u=${encode(url)}`,
  },
  linkedin: {
    icon: 'M5 8v8M5 4v1M9 16V8M9 12a3 3 0 0 1 6 0v4',
    link: ({ url }) => `https://www.linkedin.com/sharing/share-offsite/?url=${encode(url)}`,
  },
  qr: { icon: 'M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2M17 12v5h-5' },
} satisfies Record<string, ChannelLook>;
