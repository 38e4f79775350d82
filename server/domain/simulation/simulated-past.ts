import type { Budget } from '../budget/budget.ts';
import type { RecordedEvent } from '../event/event.ts';
import type { Past } from '../event/past.ts';
import { type LimitKey, type LimitUse, limitName } from '../limit/limit.ts';
import type { CatalogueRecord } from '../order/catalogue-record.ts';
import type { TermsAcceptanceRows } from '../participant/terms-acceptance.ts';
import type { Qualification } from '../qualification/qualification.ts';
import { isReturn, type Returning } from '../reversal/returns.ts';
import type { RecordedPage } from './recorded-page.ts';
import type { ReplayedEvent, SimulatedReward } from './replayed-event.ts';
import { SimulatedCounts } from './simulated-counts.ts';

type Beginning = {
  budget: Budget;
  catalogue: CatalogueRecord | undefined;
  termsAcceptances: Pick<TermsAcceptanceRows, 'ofParticipant'>;
};

/** What a reward takes its part of, and whose it is. */
export type Taking = Pick<SimulatedReward, 'receiverId' | 'value' | 'limits'> & { rule: { id: string } };

/**
 * What the simulated program has done so far, in memory. It begins with a full budget and with nothing counted, until
 * it is told what stood before; what people are and what they did comes from the records.
 */
export class SimulatedPast implements Past {
  readonly #budget: Budget;
  readonly #catalogue: CatalogueRecord | undefined;
  readonly #uses = new Map<string, LimitUse>();
  /** By rule and receiver: how many living rewards each event has made. */
  readonly #rewarded = new Map<string, Map<string, number>>();
  readonly #firsts = new Map<string, number>();
  readonly #returns = new Map<string, Returning[]>();
  readonly #qualified = new Set<string>();
  readonly #counts = new SimulatedCounts();
  #knownMacs: ReadonlySet<string> = new Set();
  readonly termsAcceptances: Beginning['termsAcceptances'];

  constructor({ budget, catalogue, termsAcceptances }: Beginning) {
    this.#budget = { ...budget };
    this.#catalogue = catalogue;
    this.termsAcceptances = termsAcceptances;
  }

  readonly events: Past['events'] = {
    firstAt: async (_siteId, customerId, type) => this.#firsts.get(`${customerId} ${type}`) ?? null,
    referringTo: async (_siteId, eventId) => this.returnsOf(eventId),
  };

  /** Nobody else is there to be kept out. */
  readonly codes: Past['codes'] = { lock: async () => {} };

  readonly qualifications: Past['qualifications'] = this.#counts;

  readonly rewards: Past['rewards'] = {
    hasOf: async (place) => this.#eventsOf(place.ruleId, place.participantId).size > 0,
    countOf: async (place) => this.#eventsOf(place.ruleId, place.participantId).size,
  };

  readonly limits: Past['limits'] = {
    usage: async (_programId, limits) => limits.map((limit) => this.#useOf(limit)),
  };

  readonly budgets: Past['budgets'] = { find: async () => this.#budget };

  readonly knownCustomers: Past['knownCustomers'] = {
    has: async (_siteId, macs) => macs.some((mac) => this.#knownMacs.has(mac)),
  };

  readonly catalogues: Past['catalogues'] = { find: async () => this.#catalogue };

  /** Nothing is left to promise. */
  get isBudgetUsedUp(): boolean {
    const { limit, reserved } = this.#budget;
    return limit !== null && reserved >= limit;
  }

  /** What took the event back so far. */
  returnsOf(eventId: string): Returning[] {
    return this.#returns.get(eventId) ?? [];
  }

  /** What is known of the events and the customers of the next page from before the span. */
  learn({ returned, firsts, knownMacs }: Pick<RecordedPage, 'returned' | 'firsts' | 'knownMacs'>): void {
    this.#knownMacs = knownMacs;
    for (const { customerId, type, occurredAt } of firsts) this.#noteFirst(customerId, type, occurredAt);
    for (const event of returned) this.#noteReturn(event);
  }

  /** The event has happened: later ones can see it. */
  note(event: RecordedEvent): void {
    const { type, trust, customerId, occurredAt } = event;
    if (trust === 'verified') this.#noteFirst(customerId, type, occurredAt);
    this.#noteReturn(event);
  }

  /** Books what an event made. */
  book({ eventId, rewards, qualifications }: ReplayedEvent): void {
    this.count(qualifications);
    for (const reward of rewards) this.take(eventId, reward);
  }

  /** The referral has qualified; what becomes of its rewards later does not make it new again here. */
  qualify(referralId: string): void {
    this.#qualified.add(referralId);
  }

  /** Whether the referral had qualified so far: its record tells only how it stands today. */
  hasQualified(referralId: string): boolean {
    return this.#qualified.has(referralId);
  }

  /** What events fulfilled counts from now on. */
  count(qualifications: Qualification[]): void {
    this.#counts.add(qualifications);
  }

  /** A reward takes its part of the budget and of each limit, and is its receiver's. */
  take(eventId: string, reward: Taking): void {
    this.#take(reward, 1, reward.value.amount);
    const events = this.#eventsOf(reward.rule.id, reward.receiverId);
    events.set(eventId, (events.get(eventId) ?? 0) + 1);
    this.#rewarded.set(`${reward.rule.id} ${reward.receiverId}`, events);
  }

  /** Gives back what a reward had taken. */
  giveBack(eventId: string, reward: Taking): void {
    this.#take(reward, -1, -reward.value.amount);
    const events = this.#eventsOf(reward.rule.id, reward.receiverId);
    const left = (events.get(eventId) ?? 0) - 1;
    if (left > 0) events.set(eventId, left);
    else events.delete(eventId);
  }

  /** Gives back a part of a reward's value (minor units); the reward still counts. */
  reduce(reward: Taking, amount: number): void {
    this.#take(reward, 0, -amount);
  }

  /** What an event fulfilled does not count any more. */
  uncount(qualifications: Qualification[]): void {
    this.#counts.remove(qualifications);
  }

  #take({ limits }: Taking, count: number, amount: number): void {
    this.#budget.reserved += amount;
    for (const limit of limits) {
      const use = this.#useOf(limit);
      this.#uses.set(limitName(limit), { ...use, count: use.count + count, amount: use.amount + amount });
    }
  }

  #useOf({ scope, period }: LimitKey): LimitUse {
    return this.#uses.get(limitName({ scope, period })) ?? { scope, period, count: 0, amount: 0 };
  }

  #eventsOf(ruleId: string, receiverId: string): Map<string, number> {
    return this.#rewarded.get(`${ruleId} ${receiverId}`) ?? new Map();
  }

  #noteReturn(event: RecordedEvent): void {
    const { type, amount, currency, trust, refersTo } = event;
    if (refersTo === null || !isReturn(event)) return;
    this.#returns.set(refersTo, [...this.returnsOf(refersTo), { type, amount, currency, trust, refersTo }]);
  }

  #noteFirst(customerId: string, type: string, at: number): void {
    const key = `${customerId} ${type}`;
    if (!this.#firsts.has(key)) this.#firsts.set(key, at);
  }
}
