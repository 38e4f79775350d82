import type { Clock } from './clock.ts';
import { newToken } from './random.ts';

/** Bearer tokens: opaque, random, several valid at once, gone after a restart. */
export type Tokens = {
  issue(lifeMs: number): string;
  isValid(token: string): boolean;
  revokeAll(): void;
};

export function createTokens(clock: Clock): Tokens {
  const expiresAt = new Map<string, number>();
  return {
    issue: (lifeMs) => {
      const token = newToken();
      expiresAt.set(token, clock.now() + lifeMs);
      return token;
    },
    isValid: (token) => clock.now() < (expiresAt.get(token) ?? 0),
    revokeAll: () => expiresAt.clear(),
  };
}
