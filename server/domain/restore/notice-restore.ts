import { closeGate, type GateParts } from './gate.ts';
import type { Gate } from './gate-rows.ts';
import { type SendMarkFile, wentBack } from './send-marks.ts';

/**
 * Asks whether the database is a restored backup, and stops all orders where it is. `isNew` when that was found out
 * now. Null when orders may be sent.
 */
export async function noticeRestore(
  parts: GateParts & { sendMarks: SendMarkFile },
): Promise<{ gate: Gate; isNew: boolean } | null> {
  const { read } = parts.store;
  const standing = await read.gate.closed();
  if (standing && standing.reason !== 'copied') return { gate: standing, isNew: false };
  if (!standing) {
    const marks = await parts.sendMarks.read();
    if (!wentBack(marks, await read.gate.epochs(), await read.accounts.all())) return null;
  }
  const isNew = await closeGate(parts, standing ? 'restored' : 'went_back');
  const gate = await read.gate.closed();
  return gate && { gate, isNew };
}
