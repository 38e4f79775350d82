/** English for the friend's welcome; see `text/en.ts`. */
export const en = {
  language: 'en',
  close: 'Close',
  invitedBy: (name: string) => `${name} invited you`,
};
