import { Unavailable } from '../../domain/unavailable.ts';
import { errorCode } from '../error-code.ts';
import { fullJitter, pause } from '../pause.ts';
import { isTransient } from './failures.ts';

const BASE_MS = 5;
const CAP_MS = 250;

/** Runs a whole write again after a transient failure, `retries` times at most; then rejects with `Unavailable`. */
export async function retryTransient<R>(
  attempt: () => Promise<R>,
  retries: number,
  onRetry: (code: string) => void,
): Promise<R> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (failures >= retries) {
        throw new Unavailable('The database could not take the write.', { cause: error });
      }
      onRetry(errorCode(error) ?? 'connection lost');
    }
    await pause(fullJitter(failures, BASE_MS, CAP_MS));
  }
}
