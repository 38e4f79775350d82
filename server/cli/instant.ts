import { toIso } from '../domain/clock.ts';

/** An instant (epoch ms) as a terminal shows it: `2026-11-23 12:00 UTC`. */
export function instant(atMs: number): string {
  return `${toIso(atMs).slice(0, 16).replace('T', ' ')} UTC`;
}
