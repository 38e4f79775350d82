import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../server/domain/decision/replay.ts';
import { fresh, member } from '../http/support/people.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { type Deed, twoOrders } from './any-deeds.ts';
import { type AnyProgram, anyProgram } from './any-program.ts';
import { expectOneVersion, type Versions } from './one-version.ts';
import { act, type Play, putProgram } from './play.ts';
import { rewardsOf } from './rewards-of.ts';
import { expectWithinLimits } from './within-limits.ts';

/** `PROPERTY_RUNS=500 npx vitest run --project database test/properties` is the long run; a failure prints its seed. */
const RUNS = { sqlite: 6, postgres: 2 };
const LONG = process.env['PROPERTY_RUNS'];
const SEED = process.env['PROPERTY_SEED'];
const LIMIT_MS = LONG ? 3_600_000 : 180_000;

describe.each(DIALECTS)('any program and any order of the same events, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const { deps, clock } = goodturn;
  const { read } = deps.store;
  await goodturn.control('settings', { hook: 'never' });
  await goodturn.control('funding', { available: '1000000.00' });
  // A percentage asks which values the gift card has.
  await goodturn.get('/v1/products');

  async function start(program: AnyProgram, count: number): Promise<Play[]> {
    const ids = Array.from({ length: count }, () => fresh('any'));
    for (const id of ids) await putProgram(goodturn, id, program);
    const members = [await member(goodturn), await member(goodturn)];
    return ids.map((id) => ({
      id,
      program,
      members,
      eventIds: new Map(),
      friends: new Map(),
      stood: new Set(),
      promised: 0,
    }));
  }

  /** Lives the deeds in all of the plays at the same instants. */
  async function live(plays: Play[], deeds: Deed[]): Promise<void> {
    const versions: Versions = new Map();
    for (const deed of deeds) {
      clock.now += deed.afterMs;
      for (const play of plays) {
        await act(goodturn, play, deed);
        await expectWithinLimits(goodturn, play);
        await expectOneVersion(goodturn, play, versions);
      }
    }
  }

  /** What was decided, without what names the program and its people. */
  async function decisionsOf(play: Play) {
    const decisions = [];
    for (const eventId of play.eventIds.values()) {
      const event = await read.events.find('acme', eventId);
      for (const each of event ? await read.decisions.ofEvent(event.id) : []) decisions.push(each);
    }
    return decisions;
  }
  async function verdictsOf(play: Play) {
    return (await decisionsOf(play)).map(({ ruleId, beneficiary, outcome, checks }) => ({
      ruleId,
      beneficiary,
      outcome,
      checks: checks.map(({ check, passed, reason, until, inputs }) => ({
        check,
        passed,
        reason,
        until,
        inputs,
      })),
    }));
  }

  /** Every decision is made again out of its checks; the ledger says what each reward was worth then. */
  async function expectReplay(play: Play): Promise<number> {
    // One that was rejected and taken up again reserves again, maybe less.
    const reserved = new Map(
      (await read.budgets.entries(play.id))
        .filter(({ kind, turn }) => kind === 'reserve' && turn === 0)
        .map(({ rewardId, amount }) => [rewardId, amount]),
    );
    const rewards = await rewardsOf(goodturn, play);
    const byEvent = Map.groupBy(await decisionsOf(play), ({ eventRowId }) => eventRowId);
    let made = 0;
    for (const [eventRowId, decisions] of byEvent) {
      for (const [position, { outcome, checks }] of decisions.entries()) {
        const reward = rewards.find((each) => each.eventRowId === eventRowId && each.position === position);
        const amount = reward ? reserved.get(reward.id) : undefined;
        const replayed = replay(checks);
        expect({ outcome: replayed.outcome, amount: replayed.value?.amount }).toEqual({ outcome, amount });
        if (reward) made += 1;
      }
    }
    expect(made, 'each reward has its decision').toBe(rewards.length);
    return made;
  }

  test(
    'no reward is beyond a limit or the budget, after any event, and no me changes without a new version; the same events are decided alike; and checks replay',
    async () => {
      let made = 0;
      await fc.assert(
        fc.asyncProperty(anyProgram, twoOrders, async (program, [first, second]) => {
          const [play, twin, other] = await start(program, 3);
          if (!play || !twin || !other) throw new Error('three plays');
          await live([play, twin], first);
          expect(await verdictsOf(twin)).toEqual(await verdictsOf(play));
          await live([other], second);
          for (const each of [play, twin, other]) {
            made += await expectReplay(each);
            await putProgram(goodturn, each.id, program, 'ended');
          }
        }),
        {
          numRuns: LONG ? Number(LONG) : RUNS[dialect],
          ...(SEED && { seed: Number(SEED) }),
          // Making a counterexample smaller ends in time to tell it.
          interruptAfterTimeLimit: LIMIT_MS - 60_000,
          markInterruptAsFailure: true,
        },
      );
      expect(made, 'something was earned').toBeGreaterThan(0);
    },
    LIMIT_MS,
  );
});
