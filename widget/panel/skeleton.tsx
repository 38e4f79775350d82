/** The lines of the offer and of the lists, each by the kind of bone that stands for it. */
export const OFFER_BONES = ['title', '', 'short', 'control', 'control'];
export const LIST_BONES = ['short', 'row', 'row', 'short', 'row'];

/** A part's final shape in grey, so that nothing jumps when the words arrive. */
export function Bones({ names }: { names: readonly string[] }) {
  return (
    <div class="bones" aria-hidden="true">
      {names.map((name) => (
        <i class={`bone ${name}`} />
      ))}
    </div>
  );
}
