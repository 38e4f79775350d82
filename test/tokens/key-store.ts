import type { SigningKey, SigningKeyStore } from '../../server/domain/token/tokens.ts';

/** The port's promise in memory. Each call yields once, so that processes in a test can meet between calls. */
export function createKeyStore(): SigningKeyStore & { reads: number } {
  let keys: SigningKey[] = [];
  return {
    reads: 0,
    async list() {
      this.reads += 1;
      await Promise.resolve();
      return keys;
    },
    async add(key, retire) {
      await Promise.resolve();
      const isTurn =
        retire === null ? keys.length === 0 : keys.some((k) => k.kid === retire && k.retiredAt === null);
      if (!isTurn) return keys;
      const retired = keys.map((k) => (k.kid === retire ? { ...k, retiredAt: key.createdAt } : k));
      keys = [...retired, key];
      return keys;
    },
  };
}
