import type { CountQuery, Counts, Qualification, QualificationRows } from '../qualification/qualification.ts';

type Counted = Pick<Qualification, 'eventRowId' | 'referralId' | 'createdAt'>;

/** What one person's events fulfilled of one rule, kept so that asking costs the same however much there is. */
type Ledger = { events: Counted[]; byReferral: Map<string, Counted[]> };

/** Fulfilments of rules that count, in memory. Events come in the order in which they happened. */
export class SimulatedCounts implements Pick<QualificationRows, 'counts'> {
  readonly #ledgers = new Map<string, Ledger>();

  async counts(query: CountQuery): Promise<Counts> {
    const ledger = this.#ledgers.get(nameOf(query));
    if (!ledger) return { events: 0, referrals: 0, ofReferral: 0, firstAt: null };
    const { events, byReferral } = ledger;
    const mine = query.referralId === null ? events : (byReferral.get(query.referralId) ?? []);
    return {
      events: events.length,
      referrals: byReferral.size,
      ofReferral: mine.length,
      firstAt: mine[0]?.createdAt ?? null,
    };
  }

  add(qualifications: Qualification[]): void {
    for (const each of qualifications) {
      const name = nameOf(each);
      const ledger: Ledger = this.#ledgers.get(name) ?? { events: [], byReferral: new Map() };
      this.#ledgers.set(name, ledger);
      ledger.events.push(each);
      if (each.referralId === null) continue;
      const mine = ledger.byReferral.get(each.referralId);
      if (mine) mine.push(each);
      else ledger.byReferral.set(each.referralId, [each]);
    }
  }

  /** What the events fulfilled does not count any more. */
  remove(qualifications: Qualification[]): void {
    for (const each of qualifications) {
      const ledger = this.#ledgers.get(nameOf(each));
      if (!ledger) continue;
      drop(ledger.events, each);
      if (each.referralId === null) continue;
      const mine = ledger.byReferral.get(each.referralId) ?? [];
      drop(mine, each);
      if (mine.length === 0) ledger.byReferral.delete(each.referralId);
    }
  }
}

function nameOf({ ruleId, participantId }: Pick<Qualification, 'ruleId' | 'participantId'>): string {
  return `${ruleId} ${participantId}`;
}

function drop(from: Counted[], { eventRowId }: Counted): void {
  const at = from.findLastIndex((each) => each.eventRowId === eventRowId);
  if (at >= 0) from.splice(at, 1);
}
