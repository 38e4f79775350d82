import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { beneficiary, instant } from './fields.ts';
import { money } from './money.ts';
import { program } from './program.ts';

/** How many decisions of each kind an answer shows as samples. */
export const SAMPLES = 50;

/** Who decides in a simulation about rewards that wait for a person. */
export const APPROVALS = ['as_recorded', 'all', 'none'] as const;

export const simulationRequest = z
  .strictObject({
    draft: program
      .optional()
      .meta({ description: 'The program to try out; without it the program as it runs' }),
    from: instant.optional().meta({ description: 'Only events that happened at or after it' }),
    to: instant.optional().meta({ description: 'Only events that happened before it' }),
    approve: z.enum(APPROVALS).optional().meta({
      description:
        'What becomes of rewards that wait for a person. `as_recorded`, the default: what people of the site really decided about the same beneficiary of the same event, at that moment; what nobody decided waits until the end. `all`: each is approved as soon as its hold is over. `none`: all wait',
    }),
  })
  .meta({ id: 'SimulationRequest' });

const count = z.int().min(0);
const day = z.string().meta({ description: "A day of the program's time zone", example: '2026-11-23' });
const reason = z.enum(REASON_CODES);

const reasonCount = z.object({ reason, text: z.string(), count });

const heldCount = reasonCount.extend({
  rewards: z
    .array(
      z.object({
        eventId: z.string(),
        beneficiary,
        recipient: z.object({ externalId: z.string() }),
        until: z
          .string()
          .nullable()
          .meta({ description: 'When it goes on by itself; null when a person must look' }),
      }),
    )
    .meta({ description: `Up to ${SAMPLES} of them, the oldest first` }),
});

const change = z.object({
  eventId: z.string(),
  beneficiary,
  real: money.nullable(),
  simulated: money.nullable(),
  reason: reason
    .nullable()
    .meta({ description: 'Why the smaller side is smaller; null where no rule asked for the event there' }),
});

const bothCounts = z.object({ real: count, simulated: count });
const bothSums = z.object({ real: money, simulated: money });

/** What a program would have made of the events that are on record. Sums are at face value unless they say otherwise. */
export const simulation = z
  .object({
    programId: z.string(),
    from: z
      .string()
      .nullable()
      .meta({ description: 'The first event that was replayed; null when there was none' }),
    to: z.string().nullable().meta({ description: 'The last event that was replayed' }),
    truncated: z
      .boolean()
      .meta({ description: 'There were more events than one call replays: go on from `to`' }),
    atStart: z.object({ rewards: count, faceValue: money }).meta({
      description: 'What stood already at `from`: it burdens budget and limits and is in no other sum',
    }),
    events: z.object({
      seen: count.meta({ description: 'Events that a rule asks for' }),
      matched: count.meta({ description: 'Those among them that fulfil a rule' }),
    }),
    rewards: z.object({
      count: count.meta({ description: 'Rewards that stand at the end, held ones included' }),
      byBeneficiary: z.object({ referrer: count, friend: count, participant: count }),
      faceValue: money,
      byStatus: z.object({
        earned: count.meta({ description: 'Went on at once' }),
        held: count.meta({ description: 'Waited first, for time or for a person' }),
        refused: count.meta({ description: 'Rewards of a rule that the event did not earn' }),
        returned: count.meta({
          description:
            'Earned or held, and taken back by a return before it was ordered. A gift card that was ordered by then is paid for, so it stands here, also where its claim was withheld',
        }),
        rejected: count.meta({
          description: 'Earned or held, and turned down or cancelled by a person before it was ordered',
        }),
      }),
    }),
    cost: money.nullable().meta({
      description:
        'Face value of all rewards that stand, with fees and discounts of the catalogue; null where it lacks one of the gift cards',
    }),
    liability: money.meta({ description: 'Face value that is promised and not ordered yet at the end' }),
    held: z.array(heldCount),
    refused: z.array(reasonCount),
    budgetEndsOn: day
      .nullable()
      .meta({ description: 'The first day on which the budget is used up or turns a reward away' }),
    perDay: z.array(z.object({ day, rewards: count, amount: money })),
    difference: z.object({
      rewards: bothCounts,
      faceValue: bothSums,
      gainedCount: count,
      lostCount: count,
      gained: z
        .array(change)
        .meta({ description: `Up to ${SAMPLES} that are worth more than they really were` }),
      lost: z
        .array(change)
        .meta({ description: `Up to ${SAMPLES} that are worth less than they really were` }),
    }),
  })
  .meta({ id: 'Simulation' });

export type SimulationRequest = z.infer<typeof simulationRequest>;
export type Approvals = (typeof APPROVALS)[number];
export type Simulation = z.infer<typeof simulation>;
export type SimulatedChange = z.infer<typeof change>;
