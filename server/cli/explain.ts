import { ConfigError } from '../config/faults.ts';
import type { EventRecord } from '../domain/event/event.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Rows } from '../domain/store.ts';
import type { Command } from './command.ts';
import { decisionLines, eventLines, rewardLines } from './explain-lines.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn explain`: why an event earned what it did, from the stored record, as a person would read it. */
export const explain: Command = {
  name: 'explain',
  usage: 'EVENT_ID|REWARD_ID [--site ID]',
  summary: 'Tell why an event or a reward came out as it did, and what happens next',
  options: ['site'],
  arity: 1,
  run: (call) =>
    withGoodturn(call, { declares: false }, async ({ store }) => {
      const [id = ''] = call.args;
      const reward = await store.read.rewards.find(id);
      const lines = reward
        ? await explainReward(store.read, reward)
        : await explainEvent(store.read, await findEvent(store.read, id, call.options['site']));
      for (const line of lines) call.terminal.say(line);
      return 0;
    }),
};

async function findEvent(rows: Rows, eventId: string, siteId: string | undefined): Promise<EventRecord> {
  const sites = (await rows.sites.sites()).map(({ id }) => id);
  const asked = siteId === undefined ? sites : [siteId];
  const found = (await Promise.all(asked.map((id) => rows.events.find(id, eventId)))).filter(
    (event) => event !== undefined,
  );
  const [event, another] = found;
  if (!event) throw new ConfigError([`There is no reward and no event ${eventId}.`]);
  if (!another) return event;
  const several = found.map((each) => each.siteId).join(', ');
  throw new ConfigError([`Several sites have an event ${eventId}; add --site with one of ${several}.`]);
}

async function explainEvent(rows: Rows, event: EventRecord): Promise<string[]> {
  const decisions = await rows.decisions.ofEvent(event.id);
  const rewards = await rows.rewards.ofEvent(event.id);
  const told = await Promise.all(rewards.map((reward) => aboutReward(rows, reward)));
  const none = ['', 'No program had a rule for it, so nothing was decided.'];
  return [
    ...eventLines(event),
    ...(decisions.length === 0 ? none : decisions.flatMap(decisionLines)),
    ...told.flat(),
  ];
}

/** A reward with the decision that made it: that of its place in its rule. */
async function explainReward(rows: Rows, reward: Reward): Promise<string[]> {
  const decisions = await rows.decisions.ofEvent(reward.eventRowId);
  const made = decisions.filter(
    ({ programId, ruleId, beneficiary, outcome }) =>
      programId === reward.programId &&
      ruleId === reward.ruleId &&
      beneficiary === reward.beneficiary &&
      outcome !== 'refused',
  );
  return [...(await aboutReward(rows, reward)), ...made.flatMap(decisionLines)];
}

async function aboutReward(rows: Rows, reward: Reward): Promise<string[]> {
  const [order] = await rows.orders.ofRewards([reward.id]);
  const steps = await rows.audit.ofSubjects([reward.id]);
  const program = await rows.sites.program(reward.programId);
  return rewardLines(reward, { order, steps, payout: program?.live.payout.mode ?? 'instant' });
}
