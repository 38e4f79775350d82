import { expect, test } from 'vitest';
import { plainParagraphs } from '../../server/pages/plain-paragraphs.ts';

test.each([
  ['', []],
  ['Plain text,\nin two lines', ['Plain text,', 'in two lines']],
  ['<p>One <b class="a">bold</b> word.</p><p>Two.</p>', ['One bold word.', 'Two.']],
  ['<ul><li>first<li>second</ul>', ['first', 'second']],
  ['a<br/>b', ['a', 'b']],
  [
    'Tom &amp; Jerry&#39;s&nbsp;&#x24;5 &reg; &unknown; &#9999999;',
    ["Tom & Jerry's $5 ® &unknown; &#9999999;"],
  ],
  ['Values < $5 and > $3', ['Values < $5 and > $3']],
  ['<style>p { color: red }</style><!-- note --><script src="x">evil()</script>Text', ['Text']],
  // One level only: what was written as text stays text.
  ['&amp;lt;b&amp;gt;', ['&lt;b&gt;']],
])('%j reads as %j', (markup, paragraphs) => {
  expect(plainParagraphs(markup)).toEqual(paragraphs);
});

test('a megabyte of broken markup is read in a moment', () => {
  const startedAt = performance.now();
  for (const piece of ['<a', '<script>', '<!--', '&#1']) plainParagraphs(piece.repeat(100_000));
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
