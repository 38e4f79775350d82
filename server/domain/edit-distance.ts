/** How many letters have to be put in, left out or changed to make one word of the other (Levenshtein's distance). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [otherAt, otherLetter] of [...other].entries()) {
      const changed = (row[otherAt] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(changed, (row[otherAt + 1] ?? 0) + 1, (next[otherAt] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
