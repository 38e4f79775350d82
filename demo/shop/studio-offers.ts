/** What the studio sells and asks for, as its programs at Goodturn know it (see demo/goodturn.config.json). */
export const STUDIO = 'Saltmarsh Studio';

/** The person whose share link sells courses. */
export const PARTNER = { id: 'noor', name: 'Noor Haddad', email: 'noor@kiln-notes.example' } as const;

/** How a newcomer heard of the studio: by one of its campaign codes, or without. */
export const SOURCES = [
  { value: 'SPRING26', label: 'Newsletter, SPRING26' },
  { value: 'FAIR26', label: 'Spring fair, FAIR26' },
  { value: '', label: 'Passing by, no code' },
] as const;

/** Workshops by their topic; two of them are in the campaign. */
export const TOPICS = [
  { value: 'glazing', label: 'Glazing night' },
  { value: 'firing', label: 'Firing day' },
  { value: 'throwing', label: 'Throwing for beginners' },
] as const;

/** Courses by their price in cents: below the promotion's minimum, and around the sum that a person approves. */
export const COURSES = [
  { value: '12000', label: 'Wheel weekend, $120' },
  { value: '50000', label: 'A term at the wheel, $500' },
  { value: '4000', label: 'Clay tasting, $40' },
] as const;

export type Choice = { value: string; label: string };

/** The choice with this value; undefined for one that nobody offered. */
export function chosen(choices: readonly Choice[], value: string | undefined): Choice | undefined {
  return choices.find((choice) => choice.value === value);
}
