import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import type { EventRecord } from '../domain/event/event.ts';
import { causesOf } from '../domain/reversal/causes-of.ts';
import { isReturn } from '../domain/reversal/returns.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Rows } from '../domain/store.ts';
import type { Command } from './command.ts';
import { bindingLines } from './explain-binding.ts';
import { decisionLines, eventLines, rewardLines } from './explain-lines.ts';
import { returnLines } from './explain-return.ts';
import { stopOf } from './order-stop.ts';
import { withGoodturn } from './with-goodturn.ts';

type Parts = Pick<Deps, 'store' | 'config' | 'clock'>;

/** `goodturn explain`: why an event earned what it did, from the stored record, as a person would read it. */
export const explain: Command = {
  name: 'explain',
  usage: 'EVENT_ID|REWARD_ID [--site ID]',
  summary: 'Tell why an event or a reward came out as it did, and what happens next',
  options: ['site'],
  arity: 1,
  run: (call) =>
    withGoodturn(call, { declares: false }, async (deps) => {
      const [id = ''] = call.args;
      const { read } = deps.store;
      const reward = await read.rewards.find(id);
      const lines = reward
        ? await explainReward(deps, reward)
        : await explainEvent(deps, await findEvent(read, id, call.options['site']));
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

async function explainEvent(parts: Parts, event: EventRecord): Promise<string[]> {
  const rows = parts.store.read;
  if (isReturn(event)) return [...eventLines(event), ...(await returnLines(rows, event))];
  const bindings = await bindingLines(rows, event);
  const decisions = await rows.decisions.ofEvent(event.id);
  const rewards = await rows.rewards.ofEvent(event.id);
  const told = await Promise.all(rewards.map((reward) => aboutReward(parts, reward)));
  const none = ['', 'No program that ran then had a rule for it, so nothing was decided about a reward.'];
  return [
    ...eventLines(event),
    ...bindings,
    ...(decisions.length === 0 ? none : decisions.flatMap(decisionLines)),
    ...told.flat(),
  ];
}

/** A reward with the decision that made it: that of its place in its rule. */
async function explainReward(parts: Parts, reward: Reward): Promise<string[]> {
  const decisions = await parts.store.read.decisions.ofEvent(reward.eventRowId);
  const made = decisions.filter(
    ({ programId, ruleId, beneficiary, outcome }) =>
      programId === reward.programId &&
      ruleId === reward.ruleId &&
      beneficiary === reward.beneficiary &&
      outcome !== 'refused',
  );
  return [...(await aboutReward(parts, reward)), ...made.flatMap(decisionLines)];
}

async function aboutReward(parts: Parts, reward: Reward): Promise<string[]> {
  const rows = parts.store.read;
  const [order] = await rows.orders.ofRewards([reward.id]);
  const steps = await rows.audit.ofSubjects([reward.id]);
  const causes = await causesOf(rows, reward, steps);
  const program = await rows.sites.program(reward.programId);
  const stop = order && reward.status === 'ordering' ? await stopOf(parts, order) : null;
  const payout = program?.live.payout.mode ?? 'instant';
  return rewardLines(reward, { order, steps, causes, stop, payout, now: parts.clock() });
}
