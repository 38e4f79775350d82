import { type ChannelLook, encode } from './channel-look.ts';

/** The channels that most programs name first. */
export const firstChannels = {
  native: { icon: 'M10 12V3M6 6l4-4 4 4M5 9H4v8h12V9h-1' },
  whatsapp: {
    icon: 'M3 17l1-4a7 7 0 1 1 3 3zM8 7c-1 3 2 6 5 5v-2l-2-1-2-2z',
    link: ({ text, url }) => `https://wa.me/?text=${encode(`${text} ${url}`)}`,
  },
  email: {
    icon: 'M3 5h14v10H3zM3 6l7 5 7-5',
    link: ({ text, url, subject }) =>
      `mailto:?subject=${encode(subject)}&body=${encode(`${text}\r\n\r\n${url}`)}`,
  },
} satisfies Record<string, ChannelLook>;
