// The offer, the rewards, the friends: each a list of the bones that stand for its lines.
const PARTS = [
  ['title', '', 'short', 'control', 'control'],
  ['short', 'row', 'row'],
  ['short', 'row'],
];

/** The panel's final shape in grey, so that nothing jumps when the words arrive. */
export function Skeleton() {
  return (
    <div class="halves skeleton" aria-hidden="true">
      {PARTS.map((bones, part) => (
        <div class={part ? 'half' : 'half give'}>
          {bones.map((bone) => (
            <i class={`bone ${bone}`} />
          ))}
        </div>
      ))}
    </div>
  );
}
