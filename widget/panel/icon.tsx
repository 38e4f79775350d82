/** One family: 20 px grid, strokes of 1.5 px, round ends, no fills. */
const PATHS = {
  gift: 'M3 8h14v3H3zM5 11v6h10v-6M10 8v9M10 8C4 8 5.5 3 8 3s2 3 2 5c0-2 0-5 2-5s4 5-2 5',
  close: 'M5 5l10 10M15 5L5 15',
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
  return <Strokes path={PATHS[name]} />;
}

/** An icon that is drawn somewhere else, in the same manner. */
export function Strokes({ path }: { path: string | undefined }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
