import type { z } from 'zod';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import { DomainError, type FieldFault } from '../domain/errors.ts';

/** A caller repairs a few fields at a time; a thousand broken array items need no thousand sentences. */
const MAX_FAULTS = 20;

/**
 * The value as the schema reads it. Throws a `DomainError` with `code` and one entry in `errors` per field.
 * Messages say what was expected and never repeat the value.
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, code: ProblemCode): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldFaults(result.error);
  const [first] = errors;
  const place = first?.path ? `${first.path}: ` : '';
  const detail = first ? `${place}${first.message}` : 'The request does not match the contract.';
  throw new DomainError(code, detail, { errors });
}

/** The faults of a zod error, deepest known place first told: a union reports its nearest branch. */
export function fieldFaults(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, [])).slice(0, MAX_FAULTS);
}

function faultsOf(issue: z.core.$ZodIssue, parents: readonly PropertyKey[]): FieldFault[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const nearest = nearestBranch(issue.errors);
    if (nearest) return nearest.flatMap((inner) => faultsOf(inner, path));
  }
  return [{ path: dotPath(path), message: issue.message }];
}

/** The branch that got furthest: one whose faults lie inside the value, and of those the one with fewest. */
function nearestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const inside = branches.filter((issues) => issues.every((issue) => issue.path.length > 0));
  return inside.toSorted((one, other) => one.length - other.length)[0];
}

/** `['items', 3, 'amount']` → `items[3].amount`. */
export function dotPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
