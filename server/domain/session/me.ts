import type { FriendRow, Me, RewardRow } from '../../../shared/contract/session.ts';
import type { BroughtFriend } from '../attribution/referral.ts';
import type { Code } from '../click/click.ts';
import { DAY_MS, toIso } from '../clock.ts';
import type { Participant } from '../participant/participant.ts';
import { shareUrl } from '../participant/present-participant.ts';
import { termsState } from '../participant/terms-state.ts';
import type { Reward } from '../reward/reward.ts';
import { disclosureOf, offerToReferrer, rewardsInviting } from '../site/offer.ts';
import { currentRules, type Program } from '../site/program.ts';
import type { ProgramStatus } from '../site/program-status.ts';
import { currencyOf } from '../site/reward-value.ts';
import type { Rows } from '../store.ts';
import { readProgress } from './progress.ts';
import { toldOfReward, toldReason } from './told-reason.ts';

/** Newest friends and rewards that one `me` shows. The counts beside them are of all. */
const SHOWN = 100;

export type Viewer = {
  participant: Pick<Participant, 'id' | 'displayName'>;
  program: Program;
  code: Pick<Code, 'code' | 'clicks'>;
  status: ProgramStatus;
  publicUrl: string;
};

/** Everything the widget shows to its participant: what they get, how to share it, and where each reward is. */
export async function readMe(rows: Rows, viewer: Viewer): Promise<Me> {
  const { participant, program, code, status, publicUrl } = viewer;
  const [friends, counts, rewards, total, terms] = await Promise.all([
    rows.referrals.ofReferrer(participant.id, program.id, SHOWN),
    rows.referrals.countOfReferrer(participant.id, program.id),
    rows.rewards.ofParticipant(participant.id, program.id, SHOWN),
    rows.rewards.totalOfParticipant(participant.id, program.id),
    termsState(rows, participant.id, program),
  ]);
  const progress = await readProgress(rows, program, participant.id);
  return {
    participant: { id: participant.id, displayName: participant.displayName },
    program: {
      id: program.id,
      name: program.live.name,
      status,
      startsAt: instantOf(program.live.startsAt),
      endsAt: instantOf(program.live.endsAt),
      offer: offerToReferrer(program),
      termsUrl: currentRules(program).terms.url ?? `${publicUrl}/terms/${program.id}`,
    },
    terms,
    share: {
      url: shareUrl(publicUrl, code.code),
      code: code.code,
      message: program.live.share.message,
      channels: program.live.share.channels,
      disclosure: disclosureOf(program),
      rewarded: rewardsInviting(program),
    },
    stats: {
      clicks: code.clicks,
      referrals: counts.all,
      qualified: counts.qualified,
      rewards: {
        count: total.count,
        amount: { amount: total.amount, currency: countedIn(program, rewards) },
      },
    },
    progress,
    referrals: friends.map((friend, index) => friendRow(program, friend, counts.all - index)),
    rewards: rewards.map((reward) => rewardRow(program, reward)),
  };
}

/** A declared time may have the offset of its place; what goes over the wire is UTC. */
function instantOf(declared: string | null): string | null {
  return declared === null ? null : toIso(Date.parse(declared));
}

function countedIn(program: Program, rewards: Reward[]): string {
  const declared = currentRules(program).rules[0]?.rewards[0]?.value;
  return rewards[0]?.value.currency ?? (declared ? currencyOf(declared) : 'USD');
}

/** A friend is shown by the name they chose to show, else by number, oldest first: never by name or e-mail. */
function friendRow(program: Program, friend: BroughtFriend, ordinal: number): FriendRow {
  return {
    id: friend.id,
    label: friend.friendName ?? `Friend ${ordinal}`,
    status: friend.status,
    reason: toldReason(friend.reason),
    since: toIso(friend.createdAt),
    nextStepAt: deadlineOf(program, friend),
  };
}

/** Until when a friend who has only joined can still do what the program asks for. */
function deadlineOf(program: Program, { status, programVersion, createdAt }: BroughtFriend): string | null {
  if (status !== 'attributed') return null;
  const days = program.versions.get(programVersion)?.attribution.qualifyWithinDays ?? null;
  return days === null ? null : toIso(createdAt + days * DAY_MS);
}

function rewardRow(program: Program, reward: Reward): RewardRow {
  const nextStep = reward.holdUntil ?? reward.releaseAt;
  return {
    id: reward.id,
    value: reward.value,
    status: reward.status,
    reason: toldOfReward(reward),
    nextStepAt: nextStep === null ? null : toIso(nextStep),
    holdDays: program.versions.get(reward.programVersion)?.hold.days ?? null,
    delivery: reward.delivery,
    since: toIso(reward.createdAt),
    claimable: isClaimable(reward),
  };
}

/** Whether its owner can open it here and now: a link that is there, or one that is made when they do. */
function isClaimable({ delivery, status, reason }: Reward): boolean {
  if (status === 'approved') return reason === 'awaiting_opening';
  return delivery === 'Links' && (status === 'issued' || status === 'opened');
}
