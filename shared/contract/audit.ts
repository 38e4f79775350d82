import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { plainText } from './fields.ts';
import { listQuery } from './list.ts';

/** What a site's audit is about. Accounts may serve several sites: only what the site itself did to one stands there. */
const AUDIT_SUBJECTS = [
  'reward',
  'referral',
  'order',
  'delivery',
  'account',
  'claim',
  'participant',
  'program',
  'webhook',
  'batch',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

export const auditEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    subject: z.enum(AUDIT_SUBJECTS),
    subjectId: z.string().meta({ description: 'Its id; of a claim or a delivery, the id of its reward' }),
    status: z.string(),
    actor: z.string().meta({ description: '`system`, `cli`, `key:NAME` or `participant:ID`' }),
    reason: z.enum(REASON_CODES),
    text: z.string().meta({ description: 'The reason in words for support' }),
    eventId: z
      .string()
      .optional()
      .meta({ description: 'Your id of the return that caused the change, where it is known' }),
    note: z
      .string()
      .nullable()
      .meta({ description: 'What the person who decided wrote, until it is erased' }),
  })
  .meta({ id: 'AuditEntry', description: 'One change of state: what, when, by whom and why' });

export const auditQuery = listQuery('aud').extend({
  subject: z.enum(AUDIT_SUBJECTS).optional(),
  subjectId: plainText(100).optional(),
  actor: plainText(200).optional(),
});

export type AuditEntry = z.infer<typeof auditEntry>;
