/** English for the search for a missing friend; see `text/en.ts`. */
export const en = {
  help: 'Tell us when your friend joined or did something here. We look at the days around it.',
  around: 'Which day, roughly?',
  initial: 'First letter of their name, if you like',
  look: 'Look',
  looking: 'Looking',
  found: 'We found in those days:',
  nobody:
    'Nobody came through your link in those days. Ask your friend to open it once more and go on from there.',
  failed: 'That didn’t work. Try again in a minute.',
};

export type MissingTexts = typeof en;
