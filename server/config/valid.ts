import type { z } from 'zod';
import { type FieldFault, fieldFaults } from '../../shared/contract/field-faults.ts';
import { plainIssue } from '../../shared/contract/plain-issue.ts';
import { ConfigError } from './faults.ts';

/** What a person wrote, as its schema has it. Throws a `ConfigError` with a sentence for each fault. */
export function valid<T>(
  schema: z.ZodType<T>,
  written: unknown,
  sentenceOf: (fault: FieldFault) => string,
): T {
  const result = schema.safeParse(written, { error: plainIssue });
  if (result.success) return result.data;
  throw new ConfigError(fieldFaults(result.error).map(sentenceOf));
}
