import { z } from 'zod';
import { program } from './program.ts';
import { webhookEvents, webhookName, webhookUrl } from './webhook.ts';

const SCOPES = [
  'events:write',
  'participants:write',
  'rewards:read',
  'rewards:review',
  'claims:read',
  'programs:write',
  'audit:read',
  '*',
] as const;
export type Scope = (typeof SCOPES)[number];

const VARIABLE = 'must be the name of an environment variable such as ACME_SECRET_KEY';

/** A secret never stands in the file: the file names the environment variable that holds it. */
const fromEnvironment = z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, VARIABLE) });

const origin = z
  .string()
  .refine(
    isOrigin,
    'must be an origin just as a browser sends it, such as https://shop.example: no path, no trailing slash, no star',
  );

const site = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower-case letters, digits, - or _'),
  name: z.string().min(1).max(120),
  origins: z.array(origin).min(1),
  contact: z.email(),
  publishableKey: z.string().regex(/^pk_[A-Za-z0-9_-]{2,60}$/, 'must start with pk_'),
  secretKeys: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, VARIABLE),
        scopes: z.array(z.enum(SCOPES)).min(1),
      }),
    )
    .default([]),
  identitySecrets: z.array(fromEnvironment).default([]),
  giftCardAccount: z
    .strictObject({ url: fromEnvironment, email: fromEnvironment, token: fromEnvironment })
    .nullable()
    .default(null),
  webhooks: z
    .array(
      z.strictObject({
        name: webhookName,
        url: webhookUrl,
        events: webhookEvents.default(null),
        // All of them sign, so that they can be rotated.
        secrets: z.array(fromEnvironment).min(1).max(5),
      }),
    )
    .default([]),
  programs: z.array(program).default([]),
});

/** The file that `GOODTURN_CONFIG` names. */
export const configFile = z.strictObject({ sites: z.array(site).min(1) });

export type ConfigFile = z.infer<typeof configFile>;
export type SiteConfig = ConfigFile['sites'][number];

/** `URL` takes a star as a letter of a name, but no page comes from there. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
