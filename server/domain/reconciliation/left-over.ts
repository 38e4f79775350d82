import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { ListedOrder } from '../order/gift-cards.ts';
import { readPoNumber } from '../order/po-number.ts';
import type { Orphan } from '../restore/orphan.ts';
import type { Store } from '../store.ts';
import type { Finding } from './finding.ts';

type Parts = { store: Store; clock: Clock; ids: Ids };

/** Numbers that are asked for at once. */
const CHUNK = 200;

/**
 * What the upstream has and no order here goes with, by number. Ours are told from others' by their epoch. Adopting
 * keeps every number that some installation of Goodturn made, since a restored backup does not know the epochs of its
 * later selves; only the trace decides whose it is.
 */
export async function leftOver(
  parts: Parts,
  { from, adopt }: { from: number; adopt: boolean },
  accountId: string,
  byNumber: Map<string, ListedOrder[]>,
): Promise<Finding[]> {
  const epochs = await parts.store.read.gate.epochs();
  const findings: Finding[] = [];
  const unknown = await withoutOrder(parts, byNumber, from);
  if (adopt)
    await keepAll(
      parts,
      accountId,
      unknown.map(([poNumber]) => poNumber),
    );
  const kept = await keptAmong(
    parts,
    unknown.map(([poNumber]) => poNumber),
  );
  for (const [poNumber, orders] of unknown) {
    // Somebody gave it up, and its cost is booked.
    if (kept.get(poNumber)?.writtenOffAt != null) continue;
    const isOurs = epochs.includes(readPoNumber(poNumber)?.epoch ?? '');
    findings.push({
      kind: isOurs ? 'missing_here' : 'unknown_number',
      accountId,
      poNumber: poNumber === '' ? null : poNumber,
      orderId: null,
      upstreamIds: orders.map(({ upstreamId }) => upstreamId).toSorted(),
      here: kept.has(poNumber) ? 'kept for its reward' : null,
      there: orders.map(describe).toSorted().join(' and '),
      adopted: adopt && kept.has(poNumber) ? 'orphan' : null,
    });
  }
  return findings;
}

async function withoutOrder(
  { store }: Parts,
  byNumber: Map<string, ListedOrder[]>,
  from: number,
): Promise<[string, ListedOrder[]][]> {
  const entries = [...byNumber].filter(([, orders]) => !orders.every((each) => isBefore(each, from)));
  const known = new Set<string>();
  for (const chunk of chunksOf(entries)) {
    const orders = await store.read.orders.byNumbers(chunk.map(([poNumber]) => poNumber));
    for (const { poNumber } of orders) known.add(poNumber);
  }
  return entries.filter(([poNumber]) => !known.has(poNumber));
}

function isBefore({ createdAt }: ListedOrder, from: number): boolean {
  return createdAt !== null && createdAt < from;
}

async function keepAll({ store, clock, ids }: Parts, accountId: string, poNumbers: string[]): Promise<void> {
  const now = clock();
  const orphans = poNumbers.flatMap((poNumber): Orphan[] => {
    const parts = readPoNumber(poNumber);
    return parts
      ? [{ poNumber, trace: parts.trace, accountId, foundAt: now, orderId: null, writtenOffAt: null }]
      : [];
  });
  for (const chunk of chunksOf(orphans)) {
    await store.write('keep-orphans', async (rows) => {
      const step = { siteId: 'installation', subject: 'order', status: 'orphaned' } as const;
      const kept = await rows.orphans.keep(chunk);
      await rows.audit.append(
        kept.map((subjectId) => auditEntry(ids, now, { ...step, subjectId, reason: 'order_orphaned' })),
      );
    });
  }
}

async function keptAmong({ store }: Parts, poNumbers: string[]): Promise<Map<string, Orphan>> {
  const kept = new Map<string, Orphan>();
  for (const chunk of chunksOf(poNumbers)) {
    for (const orphan of await store.read.orphans.among(chunk)) kept.set(orphan.poNumber, orphan);
  }
  return kept;
}

function describe({ type, lines, statusWord }: ListedOrder): string {
  const cards = lines.map(({ productId, value, quantity }) => `${quantity} × ${productId} ${value}`);
  return [type, cards.join(' and '), statusWord].filter((part) => part !== '').join(', ');
}

function chunksOf<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) =>
    items.slice(at * CHUNK, (at + 1) * CHUNK),
  );
}
