import type { Command } from './command.ts';

/** More slips than these in a word are another word. */
const MOST_SLIPS = 2;

/** The name of the command that whoever typed the line may have meant; null where none is near. */
export function nearestCommand(line: string[], commands: readonly Command[]): string | null {
  const near = commands.map(({ name }) => {
    const typed = line.slice(0, name.split(' ').length).join(' ').toLowerCase();
    return { name, slips: slipsBetween(typed, name) };
  });
  const [nearest] = near.toSorted((one, other) => one.slips - other.slips);
  return nearest && nearest.slips <= MOST_SLIPS ? nearest.name : null;
}

/** How many letters have to be put in, left out or changed to make one of the other. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [place, wanted] of [...other].entries()) {
      const changed = (row[place] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
