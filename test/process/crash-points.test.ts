import { describe, expect, test } from 'vitest';
import { readSourceFiles } from '../architecture/source-file.ts';
import { CRASH_POINTS as REWARD_POINTS, WEBHOOK_CRASH_POINTS, WRITE_MOMENTS } from './crash-points.ts';

const CRASH_POINTS = [...REWARD_POINTS, ...WEBHOOK_CRASH_POINTS];

const sources = readSourceFiles(['server', 'shared']);

/** Writes between an event and its gift cards that may be lost or doubled without touching money, and why. */
const HARMLESS: Record<string, string> = {
  'keep-answer': 'the answer to a list of events, each of which has its own final eventId',
  'keep-catalogue': 'a copy of what the upstream can be asked for again',
  'hint-order': 'makes a look come earlier',
  'retry-order': 'a person asks, sees the answer, and asks again',
  'top-up-account': 'a person asks, sees the answer, and asks again under the same topUpId',
  'take-turns': 'a turn that nobody uses lets the next one wait a moment longer',
  'account-state': 'a rest that the upstream asks for again',
  'tell-stuck': 'an alarm that is raised again a day later',
  'change-batch': 'a person asks, sees the answer, and asks again; the budget moves with it or not at all',
  'settle-batch': 'tells that nothing is open any more',
  prune: 'forgets what has ended',
};

/** Every match of the pattern's first group, with the file it is in. */
function findAll(pattern: RegExp, folders = ''): { path: string; found: string }[] {
  return sources
    .filter(({ path }) => new RegExp(`^server/(${folders})`).test(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(pattern)].map(([, found = '']) => ({ path, found: found.replace(/\s+/g, ' ') })),
    );
}

/** A storage tells a moment, alone or behind the name of the write; one of them hands on what another one told. */
function isKnown(told: string): boolean {
  const point = told.replace(/^['`](\$\{name\}:)?/, '').replace(/['`]$/, '');
  return [...WRITE_MOMENTS, ...CRASH_POINTS].includes(point) || /^\$\{moment\}$/.test(point);
}

describe('the enumeration of crash points', () => {
  test('names every point that the sources tell of', () => {
    const told = findAll(/\bonPoint\(\s*([^)]*?)\s*\)(?!\s*[{:])/g).map(({ found }) => found);
    expect(told).toContain("'send:before'");
    const strange = told.filter((each) => !isKnown(each));
    expect(strange).toEqual([]);
  });

  test('names every write between an event and its gift cards, but for those that move no money', () => {
    const writes = findAll(
      /\.write\(\s*'([^']+)'/g,
      'domain/event|domain/batch|domain/order|domain/reward|jobs|http/event',
    );
    expect(writes.map(({ found }) => found)).toContain('accept-event');
    const known = new Set([...CRASH_POINTS.map((point) => point.split(':')[0]), ...Object.keys(HARMLESS)]);
    expect(writes.filter(({ found }) => !known.has(found))).toEqual([]);
  });

  test('names no write that the sources do not have', () => {
    const written = new Set(findAll(/\.write\(\s*'([^']+)'/g).map(({ found }) => found));
    const names = CRASH_POINTS.filter((point) => point.includes('commit')).map(
      (point) => point.split(':')[0],
    );
    expect(names.filter((name) => !written.has(name ?? ''))).toEqual([]);
  });
});
