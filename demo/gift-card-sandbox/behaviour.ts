import { z } from 'zod';

const seconds = z.number().positive().max(31_536_000);

/**
 * What the upstream's document leaves open, as switches: each value is one way in which the real service may behave.
 * Set at start by environment and at run time by `POST /__sandbox/settings`. Durations are seconds.
 */
export const behaviourSchema = z.strictObject({
  casing: z.enum(['pascal', 'camel']),
  conflictBody: z.enum(['ids', 'id', 'empty']),
  tokenSeconds: seconds,
  completionSeconds: seconds,
  /** `at_once`: a card in the post is Completed in the answer. `parcel`: Pending first, then Shipped with a tracking number. */
  shipping: z.enum(['at_once', 'parcel']),
  hangSeconds: seconds,
  hook: z.enum(['always', 'never']),
  hookBody: z.enum(['full', 'minimal', 'empty']),
  hookDuplicates: z.number().int().min(0).max(3),
  hookDelaySeconds: z.number().min(0).max(31_536_000),
  hookTimeoutSeconds: z.number().positive().max(60),
});

export type Behaviour = z.infer<typeof behaviourSchema>;

/** How the sandbox behaves when nobody asks for anything else (gift-card-api.md section 8). */
export const defaultBehaviour: Behaviour = {
  casing: 'pascal',
  conflictBody: 'ids',
  tokenSeconds: 3600,
  completionSeconds: 5,
  shipping: 'at_once',
  hangSeconds: 100,
  hook: 'always',
  hookBody: 'full',
  hookDuplicates: 0,
  hookDelaySeconds: 0,
  hookTimeoutSeconds: 5,
};

/** The switches as they stand now, and the way back to how they stood at start. */
export type Switches = {
  current(): Behaviour;
  /** @returns all switches after the change */
  change(change: Partial<Behaviour>): Behaviour;
  restore(): void;
};

export function createSwitches(initial: Behaviour): Switches {
  let current = initial;
  return {
    current: () => current,
    change: (change) => {
      current = { ...current, ...change };
      return current;
    },
    restore: () => {
      current = initial;
    },
  };
}
