import { setTimeout } from 'node:timers/promises';
import { ConfigError } from '../config/faults.ts';
import { rotateKeys } from '../domain/sealing/rotate-keys.ts';
import type { Command, Terminal } from './command.ts';
import { grouped } from './grouped.ts';
import { withGoodturn } from './with-goodturn.ts';

/** Values after which a person likes to hear that it goes on. */
const PROGRESS_EVERY = 1000;

/**
 * `goodturn keys rotate`: lets the key of GOODTURN_SECRET seal, and seals anew what is under that of
 * GOODTURN_SECRET_PREVIOUS, while servers run that know both.
 */
export const keysRotate: Command = {
  name: 'keys rotate',
  usage: '',
  summary:
    'Seal everything anew with the key of GOODTURN_SECRET, while servers run; stopped halfway, run it again',
  options: [],
  arity: 0,
  run: (call) =>
    withGoodturn(call, { declares: false }, async ({ store, sealer, clock, rotation }) => {
      const { say } = call.terminal;
      const known = await store.read.sealingKeys.all();
      const progress = progressTo(call.terminal);
      const parts = { store, sealer, clock, pause: setTimeout, progress };
      const { ended, resealed, broken } = await rotateKeys(parts, rotation.to, rotation.from);
      if (broken.length > 0) throw new ConfigError(brokenSentences(broken, resealed));
      if (resealed === 0 && known.length === 1 && known[0]?.id === rotation.to) {
        say(`Everything is sealed with the key of GOODTURN_SECRET (${rotation.to}).`);
        return 0;
      }
      say(`Sealed anew with the key of GOODTURN_SECRET (${rotation.to}): ${grouped(resealed)} values.`);
      say(
        `Nothing is left under ${ended.join(', ')}: take GOODTURN_SECRET_PREVIOUS away from the settings and restart the servers.`,
      );
      return 0;
    }),
};

function progressTo({ complain }: Terminal) {
  let told = 0;
  return (done: number, total: number): void => {
    if (done - told < PROGRESS_EVERY && done < total) return;
    if (done === told) return;
    told = done;
    complain(`${grouped(done)} of ${grouped(total)} values …`);
  };
}

function brokenSentences(broken: string[], resealed: number): string[] {
  return [
    `${grouped(resealed)} values were sealed anew; these do not open, and stay under the old key: ${broken.join(', ')}.`,
    'Keep GOODTURN_SECRET_PREVIOUS until they are mended.',
  ];
}
