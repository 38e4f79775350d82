import { z } from 'zod';
import { email, staffReason } from './fields.ts';

export const personExport = z
  .object({
    exportedAt: z.string(),
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .meta({ description: 'Rows about the person, by table. Instants are epoch milliseconds' }),
  })
  .meta({ id: 'PersonExport', description: 'Everything that is kept about one person' });

export const erasureRequest = z
  .object({
    reason: staffReason.meta({ description: 'Kept beside the audit: do not name the person in it' }),
    email: email
      .optional()
      .meta({ description: 'Takes the address off the list of earlier customers as well' }),
  })
  .meta({ id: 'ErasureRequest' });

export type PersonExport = z.infer<typeof personExport>;
