import type { Referral } from '../attribution/referral.ts';
import type { Ids } from '../ids.ts';
import type { Order } from '../order/order.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import { announceRewards } from '../webhook/announce-rewards.ts';
import type { AuditEntry } from './audit.ts';
import { auditEntry } from './audit-entry.ts';
import type { Note } from './note.ts';
import { rewardStep } from './reward-step.ts';

type Step = Pick<AuditEntry, 'siteId' | 'subject' | 'subjectId' | 'status' | 'reason'>;

/**
 * What one write leaves behind beside the rows that it moves: new orders, entries of the audit, the words of whoever
 * caused them, whose `me` changed, and what sites are told. Stored together near the write's end: few statements, and
 * codes are locked after referrals (design 7.11).
 */
export class Trail {
  readonly #ids: Ids;
  readonly #now: number;
  readonly #actor: string;
  readonly #orders: Order[] = [];
  readonly #entries: AuditEntry[] = [];
  readonly #notes: Note[] = [];
  /** Participants by program. */
  readonly #touched = new Map<string, Set<string>>();

  /** `actor` is who caused all of it: `system` or `key:NAME`. */
  constructor(ids: Ids, now: number, actor: string) {
    this.#ids = ids;
    this.#now = now;
    this.#actor = actor;
  }

  /** One change of state, with the words that go with it, where a person said some. */
  step(step: Step, words?: string): void {
    const entry = auditEntry(this.#ids, this.#now, { ...step, actor: this.#actor });
    this.#entries.push(entry);
    if (words !== undefined) this.#notes.push({ auditId: entry.id, text: words });
  }

  /** One change of a reward, which its owner sees. */
  reward(reward: Reward, step: Pick<Reward, 'status' | 'reason'>, words?: string): void {
    this.step(rewardStep(reward, step), words);
    this.touch(reward.programId, reward.participantId);
  }

  /** One change of a referral, which its referrer sees. */
  referral(
    { id, siteId, programId, referrerId }: Pick<Referral, 'id' | 'siteId' | 'programId' | 'referrerId'>,
    { status, reason }: Pick<Referral, 'status' | 'reason'>,
    words?: string,
  ): void {
    this.step({ siteId, subject: 'referral', subjectId: id, status, reason }, words);
    this.touch(programId, referrerId);
  }

  /** An order that was written. */
  order(order: Order): void {
    this.#orders.push(order);
    const { id, siteId, status } = order;
    this.step({ siteId, subject: 'order', subjectId: id, status, reason: 'order_written' });
  }

  /** The participant's `me` in the program shows something else now. */
  touch(programId: string, participantId: string): void {
    const owners = this.#touched.get(programId) ?? new Set();
    this.#touched.set(programId, owners.add(participantId));
  }

  async store(rows: Rows): Promise<void> {
    await rows.orders.insert(this.#orders);
    await rows.audit.append(this.#entries);
    await rows.notes.insert(this.#notes);
    for (const [programId, owners] of [...this.#touched].toSorted()) {
      await rows.codes.touch(programId, [...owners].toSorted());
    }
    const steps = this.#entries.filter(({ subject }) => subject === 'reward');
    await announceRewards(rows, this.#ids, this.#now, steps);
  }
}
