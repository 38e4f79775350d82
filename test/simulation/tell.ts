import type { History } from './history.ts';

const LAST_STEPS = 30;

/** What a person needs to see of a history that went wrong: what broke, how it came, and how to see it again. */
export function tell({ seed, faults, story }: History): string {
  return [
    `Seed ${seed} breaks:`,
    ...faults,
    `after ${story.length} steps, the last of which were:`,
    ...story.slice(-LAST_STEPS),
    `Again: node test/simulation/run.ts --from ${seed} --count 1`,
  ].join('\n');
}
