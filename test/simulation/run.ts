/**
 * The simulation in the large: plays one history after another and stops at the first that breaks an invariant.
 *
 *     node test/simulation/run.ts                        20,000 histories from a seed of the hour
 *     node test/simulation/run.ts --from 4711 --count 1  the one history that a failure named, told step by step
 */
import { parseArgs } from 'node:util';
import { layGround } from './ground.ts';
import { playHistory } from './history.ts';
import { tell } from './tell.ts';

const TELL_EVERY = 100;

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: String(Date.now() % 2 ** 31) },
    count: { type: 'string', default: '20000' },
  },
});
const from = Number(values.from);
const count = Number(values.count);
const ground = await layGround();
try {
  let rewards = 0;
  for (let played = 0; played < count; played += 1) {
    const history = await playHistory(from + played, ground);
    rewards += history.rewards;
    if (count === 1) console.log(history.story.join('\n'));
    if (history.faults.length > 0) {
      console.error(tell(history));
      process.exitCode = 1;
      break;
    }
    if ((played + 1) % TELL_EVERY === 0)
      console.log(`${played + 1} of ${count}: ${rewards} rewards, no fault`);
  }
} finally {
  await ground.remove();
}
