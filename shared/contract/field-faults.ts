import type { z } from 'zod';

/** A place in a value, `items[3].amount`, and what is wrong there. */
export type FieldFault = { path: string; message: string };

/** The faults of a zod error, deepest known place first told: a union reports its nearest branch. */
export function fieldFaults(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, []));
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
function dotPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
