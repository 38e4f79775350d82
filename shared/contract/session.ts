import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { delivery } from './fields.ts';
import { money } from './money.ts';
import { REFERRAL_STATUSES } from './referral.ts';
import { rewardStatus } from './reward.ts';

export const SHARE_CHANNELS = [
  'native',
  'copy',
  'whatsapp',
  'email',
  'sms',
  'telegram',
  'x',
  'facebook',
  'linkedin',
  'qr',
] as const;
export type ShareChannel = (typeof SHARE_CHANNELS)[number];

export const sessionRequest = z
  .object({ participantToken: z.string(), programId: z.string().max(100).optional() })
  .meta({ id: 'SessionRequest' });

const friendRow = z.object({
  id: z.string(),
  label: z.string(),
  status: z.enum(REFERRAL_STATUSES),
  reason: z.enum(REASON_CODES),
  since: z.string(),
  nextStepAt: z.string().nullable(),
});

const rewardRow = z.object({
  id: z.string(),
  value: money,
  status: rewardStatus,
  reason: z.enum(REASON_CODES),
  nextStepAt: z.string().nullable(),
  /** How long rewards of its kind wait in case of a return, in days. */
  holdDays: z.int().nullable(),
  /** How the card comes: a link to open here, or by mail, message or post. */
  delivery,
  /** When it was earned. */
  since: z.string(),
  claimable: z.boolean(),
});

/** Everything the widget shows to its participant. `reason` is a code of the catalogue; the widget has the words. */
export const me = z
  .object({
    participant: z.object({ id: z.string(), displayName: z.string().nullable() }),
    program: z.object({
      id: z.string(),
      name: z.string(),
      status: z.enum(['active', 'not_started', 'paused', 'ended', 'exhausted']),
      /** The program's own window, open where null. */
      startsAt: z.string().nullable(),
      endsAt: z.string().nullable(),
      offer: z.object({ title: z.string(), text: z.string() }),
      termsUrl: z.string(),
    }),
    /** Today's terms: where `required`, rewards wait until this very version is accepted. */
    terms: z.object({ version: z.int(), accepted: z.boolean(), required: z.boolean() }),
    share: z.object({
      url: z.string(),
      code: z.string(),
      message: z.string(),
      channels: z.array(z.enum(SHARE_CHANNELS)),
      /** What a message has to say beside its own words; null where the program gives nothing for inviting. */
      disclosure: z.string().nullable(),
      /** Whether inviting earns anybody anything, the one who invites or the friend: the widget offers to share only then. */
      rewarded: z.boolean(),
    }),
    stats: z.object({
      clicks: z.int(),
      referrals: z.int(),
      qualified: z.int(),
      rewards: z.object({ count: z.int(), amount: money }),
    }),
    progress: z.object({ have: z.int(), need: z.int(), reward: money }).nullable(),
    referrals: z.array(friendRow),
    rewards: z.array(rewardRow),
  })
  .meta({ id: 'Me' });

export const session = z
  .object({ sessionToken: z.string(), expiresAt: z.string(), me })
  .meta({ id: 'Session' });

export const shareRequest = z.object({ channel: z.enum(SHARE_CHANNELS) });

export type SessionRequest = z.infer<typeof sessionRequest>;
export type Session = z.infer<typeof session>;
export type Me = z.infer<typeof me>;
export type FriendRow = z.infer<typeof friendRow>;
export type RewardRow = z.infer<typeof rewardRow>;
