import type { SendMarkFile, SendMarks } from '../../server/domain/restore/send-marks.ts';

/** Marks of sends without a disk, whose time is not the test's. */
export function memoryMarks(): SendMarkFile {
  let marks: SendMarks | null = null;
  return {
    read: async () => marks,
    async reach(epochs, accountId, at) {
      const accounts = marks?.accounts ?? {};
      marks = { epochs, accounts: { ...accounts, [accountId]: Math.max(at, accounts[accountId] ?? 0) } };
    },
    async forget() {
      marks = null;
    },
  };
}
