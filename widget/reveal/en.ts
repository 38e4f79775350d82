/** English for the reveal; see `text/en.ts`. */
export const en = {
  revealNote: 'Whoever has this can spend it. Open it when nobody looks over your shoulder.',
  showCard: 'Show gift card',
  notNow: 'Not now',
  openCard: 'Open gift card',
  newTab: 'opens a new tab',
  challenge: 'If you are asked, your answer is',
  savePage: 'Print or open later',
  hide: 'Hide',
  revealFailed: 'That didn’t work. Your gift card is safe.',
};
