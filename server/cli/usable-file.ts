import { ConfigError } from '../config/faults.ts';

/** Does what reads or writes the file. Throws a `ConfigError` where the file itself is in the way. */
export async function usableFile<R>(path: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const isFiles = error instanceof Error && 'syscall' in error && 'path' in error;
    if (!isFiles) throw error;
    const exists = 'code' in error && error.code === 'EEXIST';
    throw new ConfigError([
      exists ? `${path} is there already.` : `${path} cannot be used: ${error.message}.`,
    ]);
  }
}
