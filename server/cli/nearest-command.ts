import { editDistance } from '../domain/edit-distance.ts';
import type { Command } from './command.ts';

/** More slips than these in a word are another word. */
const MOST_SLIPS = 2;

/** The name of the command that whoever typed the line may have meant; null where none is near. */
export function nearestCommand(line: string[], commands: readonly Command[]): string | null {
  const near = commands.map(({ name }) => {
    const typed = line.slice(0, name.split(' ').length).join(' ').toLowerCase();
    return { name, slips: editDistance(typed, name) };
  });
  const [nearest] = near.toSorted((one, other) => one.slips - other.slips);
  return nearest && nearest.slips <= MOST_SLIPS ? nearest.name : null;
}
