import { z } from 'zod';

/** The parts of Goodturn's answers that this shop reads; it ignores the rest, as any client should. */
const money = z.object({ amount: z.number(), currency: z.string() });

export const participantAnswer = z.object({
  codes: z.array(z.object({ programId: z.string(), code: z.string(), url: z.string() })),
});

export const participantTokenAnswer = z.object({ participantToken: z.string(), expiresAt: z.string() });

export const claimPageAnswer = z.object({ claimPageUrl: z.string() });

export const rewardAnswer = z.object({
  id: z.string(),
  eventId: z.string(),
  beneficiary: z.string(),
  recipient: z.object({ externalId: z.string() }),
  value: money,
  productId: z.string(),
  delivery: z.string(),
  status: z.string(),
  reason: z.string(),
  createdAt: z.string(),
});

const decisionAnswer = z.object({
  programId: z.string(),
  ruleId: z.string(),
  beneficiary: z.string(),
  matchedBy: z.string().nullable(),
  outcome: z.string(),
  checks: z.array(z.object({ check: z.string(), passed: z.boolean(), detail: z.string() })),
});

export const eventAnswer = z.object({
  eventId: z.string(),
  type: z.string(),
  status: z.string(),
  decisions: z.array(decisionAnswer),
  rewards: z.array(rewardAnswer),
  createdAt: z.string(),
});

const orderAnswer = z.object({
  poNumber: z.string(),
  rewardId: z.string(),
  status: z.string(),
  attempts: z.number(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});

export const rewardList = z.object({ data: z.array(rewardAnswer) });
export const orderList = z.object({ data: z.array(orderAnswer) });

export type RewardAnswer = z.infer<typeof rewardAnswer>;
export type DecisionAnswer = z.infer<typeof decisionAnswer>;
export type EventAnswer = z.infer<typeof eventAnswer>;
export type OrderAnswer = z.infer<typeof orderAnswer>;

export type ParticipantRequest = { externalId: string; email: string; name: string; displayName?: string };

export const clockAnswer = z.object({ now: z.string() });

/** What the studio tells; when it happened is for Goodturn's own clock to say, which the demo may have moved. */
export type StudioEventRequest = Omit<EventRequest, 'type' | 'occurredAt'> & {
  type: 'signup' | 'purchase' | 'workshop.attended' | 'survey.answered' | 'course.finished' | 'tour.given';
};

export type EventRequest = {
  type: 'signup' | 'purchase' | 'refund';
  eventId: string;
  programId?: string;
  customer: { id: string; email: string; name: string; displayName?: string };
  referralToken?: string;
  referralCode?: string;
  amount?: { amount: number; currency: 'USD' };
  occurredAt: string;
  metadata?: Record<string, string>;
  /** The purchase that came back. */
  refersTo?: string;
};
