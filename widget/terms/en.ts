/** English for the acceptance of terms; see `text/en.ts`. */
export const en = {
  title: 'Accept the terms to get your rewards',
  text: 'Your link already works. Rewards wait until then.',
  read: 'Read the terms',
  newTab: 'opens a new tab',
  accept: 'I accept the terms',
  accepted: 'Terms accepted',
  failed: 'That didn’t work. Nothing is lost. Try again.',
};
