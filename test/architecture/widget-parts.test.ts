import { expect, test } from 'vitest';
import { readSourceFiles } from './source-file.ts';

/**
 * The build takes these parts of Preact and of the signals away (`unusedParts` in vite.config.ts): what would need
 * them works in the other tests, which run on the whole libraries, and fails in a browser.
 */
const TAKEN_AWAY = [
  /\bextends Component\b|\bsetState\b|\bforceUpdate\b/,
  /\bcreateContext\b|\bcreatePortal\b|\bhydrate\b|\bpreact\/hooks\b|\boptions\b.*from 'preact'/,
  /\bcomputed\b.*from '@preact\/signals-core'/,
  /\bdangerouslySetInnerHTML\b|\sstyle=|\schecked=|<(?:math|foreignObject|textarea|template)\b/,
];

test.each(TAKEN_AWAY)('no component needs %s', (part) => {
  const files = readSourceFiles(['widget']).filter(({ code }) => part.test(code));
  expect(files.map(({ path }) => path)).toEqual([]);
});
