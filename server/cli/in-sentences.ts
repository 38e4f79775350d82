import { ConfigError } from '../config/faults.ts';
import { DomainError } from '../domain/errors.ts';

/** Does the work, and turns a refusal by the domain into sentences for whoever typed the command. */
export async function inSentences<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new ConfigError([error.detail, ...error.errors.map(({ path, message }) => `${path} ${message}`)]);
  }
}
