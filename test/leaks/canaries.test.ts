import { describe, expect, test } from 'vitest';
import { findCanaries } from './canaries.ts';

const LINK = 'https://cards.example/claim/Kq3~x?a=1&b="2';
const ANSWER = 'H7KQ2MWPX9';
const CANARIES = [
  { what: 'link', text: LINK },
  { what: 'answer', text: ANSWER },
];

function whatIsFound(bytes: Uint8Array | string): string[] {
  return [...new Set(findCanaries([{ place: 'here', bytes }], CANARIES).map(({ what }) => what))];
}

const spellings: [string, (text: string) => Uint8Array | string][] = [
  ['plain', (text) => text],
  ['in upper case', (text) => text.toUpperCase()],
  ['in lower case', (text) => text.toLowerCase()],
  ['in an address', (text) => `?next=${encodeURIComponent(text)}`],
  ['in an address within an address', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['percent-encoded byte by byte', (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&')],
  ['in JSON', (text) => JSON.stringify({ text })],
  ['in JSON within JSON', (text) => JSON.stringify(JSON.stringify({ text }))],
  ['in JSON of a writer that escapes slashes', (text) => JSON.stringify(text).replaceAll('/', '\\/')],
  ['in HTML', (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['in UTF-16', (text) => Buffer.from(text, 'utf16le')],
  ['in bytes that are no text', (text) => Buffer.concat([Buffer.from([0, 255, 128]), Buffer.from(text)])],
  ...['', 'a', 'ab', 'abc'].flatMap((before): [string, (text: string) => string][] => [
    [`in base64 behind '${before}'`, (text) => Buffer.from(`${before}${text}after`).toString('base64')],
    [`in base64url behind '${before}'`, (text) => Buffer.from(`${before}${text}`).toString('base64url')],
  ]),
];

describe('the scanner of the leak tests', () => {
  test.each(spellings)('finds what was planted %s', (_how, spell) => {
    expect(whatIsFound(spell(LINK)), 'link').toContain('link');
    expect(whatIsFound(spell(ANSWER)), 'answer').toContain('answer');
  });

  test('finds nothing in what only looks like it, and names the place of what it finds', () => {
    expect(whatIsFound(`${LINK.slice(0, -2)} ${ANSWER.slice(1)}`)).toEqual([]);
    const written = [
      { place: 'log', bytes: 'nothing' },
      { place: 'dump', bytes: `x${ANSWER}x` },
    ];
    expect(findCanaries(written, CANARIES)).toContainEqual({ place: 'dump', what: 'answer', form: 'plain' });
    expect(findCanaries(written, CANARIES).map(({ place }) => place)).not.toContain('log');
  });

  test('refuses a canary that could be met by chance', () => {
    expect(() => findCanaries([], [{ what: 'pin', text: '4711' }])).toThrow(RangeError);
  });
});
