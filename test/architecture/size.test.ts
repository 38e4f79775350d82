import { expect, test } from 'vitest';
import { parseSource, readSourceFiles, type SourceFile } from './source-file.ts';

const MEDIAN_LIMIT = 60;
const FILE_LIMIT = 300;

/** Lines that carry code: neither blank nor comment only. */
function codeLines({ code }: SourceFile): number {
  return code.split('\n').filter((line) => /\S/.test(line)).length;
}

const sizes = readSourceFiles(['server', 'shared', 'widget', 'demo']).map((file) => ({
  path: file.path,
  lines: codeLines(file),
}));

test(`half of all files have at most ${MEDIAN_LIMIT} lines of code`, () => {
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN_LIMIT);
});

test(`no file has more than ${FILE_LIMIT} lines of code`, () => {
  expect(sizes.filter(({ lines }) => lines > FILE_LIMIT)).toEqual([]);
});

test('comments and blank lines are not counted', () => {
  const text = '/** Why\n * so. */\nconst a = 1; // and\n\n// alone\nconst b = `\n// text\n`;\n';
  expect(codeLines(parseSource('a.ts', text))).toBe(4);
});
