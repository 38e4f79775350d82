/** English for the search for a missing friend; see `text/en.ts`. */
export const en = {
  help: 'Tell us what you know, and we look among the friends who joined through your link.',
  around: 'About when did they join?',
  initial: 'First letter of their name, if you like',
  look: 'Look',
  looking: 'Looking',
  found: 'This is what we found around that day:',
  nobody:
    'Nobody joined through your link around that day. Ask your friend to open your link once more and to carry on from there. Then they appear here.',
  failed: 'That didn’t work. Try again in a moment.',
};

export type MissingTexts = typeof en;
