/** One family: 20 px grid, strokes of 1.5 px, round ends, no fills. */
const PATHS = {
  gift: 'M3 8h14v3H3zM5 11v6h10v-6M10 8v9M10 8C4 8 5.5 3 8 3s2 3 2 5c0-2 0-5 2-5s4 5-2 5',
  close: 'M5 5l10 10M15 5L5 15',
  more: 'M5 8l5 5 5-5',
} as const;

/** Decorative: the words beside it carry the meaning. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
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
