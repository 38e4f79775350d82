import type { Beneficiary } from '../../../shared/contract/fields.ts';
import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Limit } from '../limit/limit.ts';
import type { Qualification } from '../qualification/qualification.ts';

/** A reward that the simulated program made. */
export type SimulatedReward = {
  to: Beneficiary;
  rule: Rule;
  productId: string;
  /** What the rule promised for it: of its tier, where it has some. */
  terms: ProgramReward['value'];
  receiverId: string;
  externalId: string;
  /** What it is worth, after what was returned. */
  value: Money;
  limits: Limit[];
  /** Why it waited first; null when it went on at once. */
  heldBy: ReasonCode | null;
  /** When it goes on by itself (epoch ms); null where it waits for a person, or for nothing. */
  heldUntil: number | null;
  /** When its gift card is ordered (epoch ms); null when that takes a person. */
  orderedAt: number | null;
  /** Why nobody has it any more: its purchase was returned in time, or a person took it back. Null while it stands. */
  endedBy: ReasonCode | null;
};

/** What really came of an event for one beneficiary: rewards that stand, their sum, and why there is no more. */
export type RealOutcome = { count: number; amount: number; reason: ReasonCode | null };

/** One event after its replay, with what both pasts made of it. */
export type ReplayedEvent = {
  eventId: string;
  amount: Money | null;
  /** Day of the event in the program's time zone. */
  day: string;
  rewards: SimulatedReward[];
  qualifications: Qualification[];
  /** Rules whose conditions it fulfils. */
  fulfilled: Rule[];
  /** Why the simulated program refused: one reason for each reward that it refused. */
  refusals: { to: Beneficiary; reason: ReasonCode }[];
  real: ReadonlyMap<Beneficiary, RealOutcome>;
};
