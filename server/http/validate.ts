import type { z } from 'zod';
import { fieldFaults } from '../../shared/contract/field-faults.ts';
import { plainIssue } from '../../shared/contract/plain-issue.ts';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import { DomainError } from '../domain/errors.ts';
import { misspeltKeys } from './misspelt-keys.ts';

/** A caller repairs a few fields at a time; a thousand broken array items need no thousand sentences. */
const MAX_FAULTS = 20;

/**
 * The value as the schema reads it. Throws a `DomainError` with `code` and one entry in `errors` per field.
 * Messages say what was expected and never repeat the value.
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, code: ProblemCode): z.output<S> {
  const result = schema.safeParse(value, { error: plainIssue });
  const misspelt = code === 'invalid_body' ? misspeltKeys(schema, value) : [];
  if (result.success && misspelt.length === 0) return result.data;
  const errors = [...misspelt, ...(result.success ? [] : fieldFaults(result.error))].slice(0, MAX_FAULTS);
  const [first] = errors;
  const place = first?.path ? `${first.path}: ` : '';
  const detail = first ? `${place}${first.message}` : 'The request does not match the contract.';
  throw new DomainError(code, detail, { errors });
}

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The refusal of an empty body: it names the fields that the schema cannot do without. */
export function emptyBody(schema: z.ZodType): DomainError {
  const { error } = schema.safeParse({}, { error: plainIssue });
  const missing = error ? fieldFaults(error).filter(({ path }) => path !== '') : [];
  const fields = missing.length > 0 ? ` with ${AND.format(missing.map(({ path }) => path))}` : '';
  return new DomainError('invalid_body', `The body is empty; it must be JSON${fields}.`, { errors: missing });
}
