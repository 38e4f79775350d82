/** One family: 20 px grid, strokes of 1.5 px, round ends, no fills. */
const PATHS = {
  gift: 'M3 8h14v3H3zM5 11v6h10v-6M10 8v9M10 8C4 8 5.5 3 8 3s2 3 2 5c0-2 0-5 2-5s4 5-2 5',
  close: 'M5 5l10 10M15 5L5 15',
  native: 'M10 12V3M6 6l4-4 4 4M5 9H4v8h12V9h-1',
  copy: '',
  whatsapp: 'M3 17l1-4a7 7 0 1 1 3 3zM8 7c-1 3 2 6 5 5v-2l-2-1-2-2z',
  email: 'M3 5h14v10H3zM3 6l7 5 7-5',
  sms: 'M3 4h14v10H9l-4 3v-3H3zM7 8h6M7 11h4',
  telegram: 'M17 3L3 9l4 2 2 6 3-4 3 2zM7 11l10-8',
  x: 'M4 4l12 12M16 4L4 16',
  facebook: 'M14 3h-2a3 3 0 0 0-3 3v11M6 9h7',
  linkedin: 'M5 8v8M5 4v1M9 16V8M9 12a3 3 0 0 1 6 0v4',
  qr: 'M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2M17 12v5h-5',
  more: 'M5 8l5 5 5-5',
  ready: 'M4 10l4 4 8-8',
  opened: 'M4 10l4 4 8-8',
  coming: 'M3 10h13M12 6l4 4-4 4',
  waiting: 'M10 3a7 7 0 1 0 1 0M10 6v4l3 2',
  stopped: 'M5 10h10',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: the words beside it carry the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
