import { z } from 'zod';
import { type Behaviour, behaviourSchema, defaultBehaviour } from './behaviour.ts';
import { parseDecimal } from './money.ts';
import { SettingFault } from './setting-fault.ts';

/** Everything that is fixed for one run of the sandbox. */
export type Settings = {
  /** 0 lets the system choose. */
  port: number;
  /** Where recipients reach the claim pages; null means the address that the sandbox listens on. */
  publicUrl: string | null;
  email: string;
  accessToken: string;
  /** A pair that exists but has its API access switched off: answered 403. */
  disabledEmail: string;
  disabledAccessToken: string;
  /** Available balance at start, in cents. */
  fundsMinor: number;
  /** Journal file; null keeps everything in memory. */
  dataFile: string | null;
  behaviour: Behaviour;
};

const filled = z.string().min(1, 'must not be empty');

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be at most 65535')
    .default(4010),
  SANDBOX_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an absolute http(s) URL' }).optional(),
  SANDBOX_EMAIL: filled.default('sandbox@giftcards.example'),
  SANDBOX_TOKEN: filled.default('sandbox-access-token'),
  SANDBOX_DISABLED_EMAIL: filled.default('disabled@giftcards.example'),
  SANDBOX_DISABLED_TOKEN: filled.default('sandbox-disabled-token'),
  SANDBOX_FUNDS: z
    .string()
    .default('1000.00')
    .transform((text, context) => {
      const minor = parseDecimal(text);
      if (minor === null) context.addIssue('must be an amount such as 1000.00');
      return minor ?? 0;
    }),
  SANDBOX_DATA: filled.optional(),
});

/** Environment name of each switch of `behaviour.ts`. */
const switchNames = {
  casing: 'SANDBOX_CASING',
  conflictBody: 'SANDBOX_CONFLICT_BODY',
  tokenSeconds: 'SANDBOX_TOKEN_SECONDS',
  completionSeconds: 'SANDBOX_COMPLETION_SECONDS',
  shipping: 'SANDBOX_SHIPPING',
  hangSeconds: 'SANDBOX_HANG_SECONDS',
  hook: 'SANDBOX_HOOK',
  hookBody: 'SANDBOX_HOOK_BODY',
  hookDuplicates: 'SANDBOX_HOOK_DUPLICATES',
  hookDelaySeconds: 'SANDBOX_HOOK_DELAY_SECONDS',
  hookTimeoutSeconds: 'SANDBOX_HOOK_TIMEOUT_SECONDS',
} as const satisfies Record<keyof Behaviour, string>;

type Environment = Record<string, string | undefined>;

/**
 * Settings of an environment, defaults filled in.
 * @throws SettingFault naming the first bad variable, in one sentence
 */
export function readSettings(environment: Environment = {}): Settings {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw faultOf(parsed.error, (name) => name);
  const values = parsed.data;
  return {
    port: values.PORT,
    publicUrl: values.SANDBOX_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    email: values.SANDBOX_EMAIL,
    accessToken: values.SANDBOX_TOKEN,
    disabledEmail: values.SANDBOX_DISABLED_EMAIL,
    disabledAccessToken: values.SANDBOX_DISABLED_TOKEN,
    fundsMinor: values.SANDBOX_FUNDS,
    dataFile: values.SANDBOX_DATA ?? null,
    behaviour: readBehaviour(environment),
  };
}

function readBehaviour(environment: Environment): Behaviour {
  const given = Object.entries(switchNames).flatMap(([name, variable]) => {
    const text = environment[variable];
    return text === undefined ? [] : [[name, /^\d+(\.\d+)?$/.test(text) ? Number(text) : text]];
  });
  const parsed = behaviourSchema.safeParse({ ...defaultBehaviour, ...Object.fromEntries(given) });
  if (!parsed.success) throw faultOf(parsed.error, variableOf);
  return parsed.data;
}

function variableOf(name: string): string {
  return Object.entries(switchNames).find(([key]) => key === name)?.[1] ?? name;
}

function faultOf(error: z.ZodError, nameOf: (name: string) => string): SettingFault {
  const [issue] = error.issues;
  return new SettingFault(`${nameOf(String(issue?.path[0]))} is not usable: ${issue?.message}.`);
}
