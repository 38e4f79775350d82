import { setTimeout } from 'node:timers/promises';
import { ConfigError } from '../config/faults.ts';
import { type Rotation, rotateKeys } from '../domain/sealing/rotate-keys.ts';
import type { Command, Terminal } from './command.ts';
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
    withGoodturn(call, { declares: false }, async ({ store, sealer, clock, rotatesTo }) => {
      if (!(await hasWork(store.read.sealingKeys.all(), rotatesTo))) {
        call.terminal.say(`Everything is sealed with the key of GOODTURN_SECRET (${rotatesTo}).`);
        return 0;
      }
      const progress = progressTo(call.terminal);
      const rotation = await rotateKeys({ store, sealer, clock, pause: setTimeout, progress }, rotatesTo);
      if (rotation.broken.length > 0) throw new ConfigError(brokenSentences(rotation));
      call.terminal.say(
        `Sealed anew with the key of GOODTURN_SECRET (${rotatesTo}): ${number(rotation.resealed)} values.`,
      );
      call.terminal.say(
        `Nothing is left under ${rotation.ended.join(', ')}: take GOODTURN_SECRET_PREVIOUS away from the settings and restart the servers.`,
      );
      return 0;
    }),
};

async function hasWork(records: Promise<{ id: string }[]>, keyId: string): Promise<boolean> {
  return (await records).some(({ id }) => id !== keyId);
}

function progressTo({ complain }: Terminal) {
  let told = 0;
  return (done: number, total: number): void => {
    if (done - told < PROGRESS_EVERY && done < total) return;
    if (done === told) return;
    told = done;
    complain(`${number(done)} of ${number(total)} values …`);
  };
}

function brokenSentences({ broken, resealed }: Rotation): string[] {
  return [
    `${number(resealed)} values were sealed anew; these do not open, and stay under the old key: ${broken.join(', ')}.`,
    'Keep GOODTURN_SECRET_PREVIOUS until they are mended.',
  ];
}

function number(count: number): string {
  return count.toLocaleString('en');
}
