import type { EventRequest } from '../../../shared/contract/event.ts';
import type { Money } from '../../../shared/money.ts';
import type { Attribution } from '../attribution/attribute-friend.ts';
import type { Program, ProgramPhase } from '../site/program.ts';

/** Everything that deciding about one event in one program depends on. Deciding reads nothing else. */
export type Situation = {
  program: Program;
  /** The version whose rules hold. */
  version: number;
  phase: ProgramPhase;
  attribution: Attribution;
  event: {
    type: string;
    trust: 'verified' | 'reported';
    amount: Money | null;
    metadata: NonNullable<EventRequest['metadata']>;
    occurredAt: number;
  };
  /** Whether it is the customer's first event of the type. */
  isFirst: boolean;
  /** Whether a program of higher precedence already rewards this event and the two do not stack. */
  outranked: boolean;
  /** What the budget can still promise, in minor units of its currency; `left` is infinite where it has no limit. */
  budget: { left: number; currency: string } | null;
};
