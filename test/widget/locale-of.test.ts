import { expect, test } from 'vitest';
import { localeIn } from '../../widget/text/locale-of.ts';

function elementIn(lang: string): Element {
  const element = document.createElement('div');
  element.setAttribute('lang', lang);
  return element;
}

test.each([
  ['en-GB', 'en-GB'],
  ['en', 'en'],
  ['de-AT', 'en'],
  ['en-US@posix', 'en'],
  ['en_US', 'en'],
])('%s is formatted as %s: a tag that no formatter takes never breaks the widget', (lang, used) => {
  expect(localeIn('en', elementIn(lang))).toBe(used);
  expect(() => new Intl.NumberFormat(localeIn('en', elementIn(lang)))).not.toThrow();
});
