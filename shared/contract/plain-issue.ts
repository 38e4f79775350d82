import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * What zod found wrong, in words for whoever wrote the value: the message that follows the place in a sentence ("hold.days
 * must be a whole number"). Undefined where a schema's own message, or zod's, says it well.
 */
export function plainIssue(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? MISSING : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map((value) => JSON.stringify(value)))}`;
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, keysOf(issue.inst));
    case 'too_small':
      return sizeMessage(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'above' : 'least');
    case 'too_big':
      return sizeMessage(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'below' : 'most');
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'written in another form'}`;
    case 'invalid_union':
      return Array.isArray(issue['options'])
        ? `must be ${oneOf(issue['options'].map((value) => JSON.stringify(value)))}`
        : unionMessage(formsOf(issue.inst, issue.errors));
    default:
      return undefined;
  }
}

const MISSING = 'is missing';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a web address such as https://shop.example/welcome',
  email: 'an e-mail address',
  date: 'a date such as 2026-11-23',
  datetime: 'an ISO 8601 time with its zone, such as 2026-11-23T12:00:00Z',
};

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function oneOf(choices: string[]): string {
  return choices.length === 1 ? `${choices[0]}` : `one of ${OR.format(choices)}`;
}

type Bound = 'least' | 'most' | 'above' | 'below';

const NUMBER_BOUNDS: Readonly<Record<Bound, string>> = {
  least: 'at least',
  most: 'at most',
  above: 'above',
  below: 'below',
};

function sizeMessage(origin: string, size: number, bound: Bound): string {
  if (origin !== 'string' && origin !== 'array') return `must be ${NUMBER_BOUNDS[bound]} ${size}`;
  if (size === 1 && bound === 'least') return 'must not be empty';
  const unit = origin === 'string' ? 'character' : 'item';
  return `must have at ${bound === 'least' ? 'least' : 'most'} ${size} ${unit}${size === 1 ? '' : 's'}`;
}

/** What is meant may be written otherwise: the keys that the object has say how. */
function unknownKeys(strange: readonly string[], known: readonly string[]): string {
  const named = `does not know ${quoted(strange)}`;
  return known.length === 0 ? named : `${named}; it knows ${AND.format(known)}`;
}

function quoted(keys: readonly string[]): string {
  return AND.format(keys.map((key) => `"${key}"`));
}

function keysOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** A form that the value may have: what is wrong with the value in it, and its keys where it is an object. */
type Form = { issues: readonly z.core.$ZodIssue[]; known: readonly string[] };

function formsOf(union: unknown, branches: readonly z.core.$ZodIssue[][]): Form[] {
  const options = union instanceof z.ZodUnion ? union.options : [];
  return branches.map((issues, at) => ({ issues, known: keysOf(options[at]) }));
}

/** Each form that the value may have, where all of them fail at its very place. */
function unionMessage(forms: readonly Form[]): string {
  const keys = strangeKeys(forms);
  if (keys) return keys;
  const faults = forms.flatMap(({ issues }) => issues.filter(({ path }) => path.length === 0).slice(0, 1));
  const messages = new Set(faults.map(({ message }) => message.replace(/^must be /, '')));
  if (messages.has(MISSING)) return MISSING;
  return messages.size === 0 ? 'has a form that is not allowed' : `must be ${[...messages].join(', or ')}`;
}

/** Where the value is an object as some forms are, its keys are what is wrong: strange to the nearest form, or of two. */
function strangeKeys(forms: readonly Form[]): string | null {
  const objects = forms.flatMap(({ issues, known }) => {
    const keys = issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
    );
    return keys.length === 0 ? [] : [{ keys, known, faults: issues.length }];
  });
  const fewest = Math.min(...objects.map(({ faults }) => faults));
  const nearest = objects.filter(({ faults }) => faults === fewest);
  const [first, ...others] = nearest.map(({ keys }) => keys);
  if (!first) return null;
  const strange = first.filter((key) => others.every((keys) => keys.includes(key)));
  if (strange.length === 0)
    return `must not have ${quoted([...new Set([first, ...others].flat())])} together`;
  return unknownKeys([...new Set(strange)], [...new Set(nearest.flatMap(({ known }) => known))]);
}
