/** The panel's final shape in grey, so that nothing jumps when the words arrive. */
export function Skeleton() {
  return (
    <div class="halves skeleton" aria-hidden="true">
      <div class="half give">
        <i class="bone title" />
        <i class="bone" />
        <i class="bone short" />
        <i class="bone control" />
        <i class="bone control" />
      </div>
      <div class="half">
        <i class="bone short" />
        <i class="bone row" />
        <i class="bone row" />
      </div>
      <div class="half">
        <i class="bone short" />
        <i class="bone row" />
      </div>
    </div>
  );
}
