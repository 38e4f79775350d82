/** One family: 20 px grid, strokes of 1.5 px, round ends, no fills. */
const PATHS = {
  gift: 'M3.5 8h13v3h-13zM5 11v6h10v-6M10 8v9M10 8c-5 0-4.5-5-2-5 1.5 0 2 2.5 2 5 0-2.5.5-5 2-5 2.5 0 3 5-2 5',
  close: 'M5 5l10 10M15 5L5 15',
  native: 'M10 12V3M6.5 6L10 2.5 13.5 6M5 9.5H4V17h12V9.5h-1',
  whatsapp: 'M3 17l1.2-3.7a7 7 0 1 1 2.6 2.5zM7.5 7.5c0 3 2 5 5 5l.5-1.5-1.7-.8-.8.8-1.5-1.5.8-.8L9 7z',
  email: 'M3 5h14v10H3zM3 6l7 5 7-5',
  sms: 'M3 4h14v9.5H9L5.5 17v-3.5H3zM7 8.8h.01M10 8.8h.01M13 8.8h.01',
  telegram: 'M17 3.5L2.5 9l4.5 2 2 5.5 2.5-3.5 3.5 2.5zM7 11l10-7.5',
  x: 'M4 4l12 12M16 4L4 16',
  facebook: 'M13.5 3H12a3 3 0 0 0-3 3v11M6.5 9.5H13',
  linkedin: 'M5 8.5V16M5 4.5h.01M9 16V8.5M9 12a3 3 0 0 1 6 0v4',
  qr: 'M3.5 3.5H8V8H3.5zM12 3.5h4.5V8H12zM3.5 12H8v4.5H3.5zM12 12h1.5v1.5H12zM16.5 12v1.5M12 16.5h1.5M16.5 16.5h.01',
  more: 'M5 8l5 5 5-5',
  ready: 'M3.5 10.5L8 15l8.5-9.5',
  opened: 'M3.5 10.5L8 15l8.5-9.5',
  coming: 'M3 10h13M11.5 5.5L16 10l-4.5 4.5',
  waiting: 'M10 3a7 7 0 1 0 .01 0M10 6v4l2.5 2',
  stopped: 'M5 10h10',
} as const;

export type IconName = keyof typeof PATHS | 'copy';

/** Decorative: the words beside it carry the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name === 'copy' ? 'native' : name]} />
    </svg>
  );
}
