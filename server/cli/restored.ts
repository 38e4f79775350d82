import { closeGate } from '../domain/restore/gate.ts';
import type { Command } from './command.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn restored`: says that the database was brought back from a backup, however that was done. */
export const restored: Command = {
  name: 'restored',
  usage: '',
  summary: 'Say that the database is a restored backup: no order goes out until "goodturn reconcile --adopt"',
  options: [],
  arity: 0,
  run: (call) =>
    withGoodturn(call, { declares: false }, async (deps) => {
      const isNew = await closeGate(deps, 'restored');
      call.terminal.say(
        isNew
          ? 'No order goes out now. Restart servers that are running, let the sites tell again what happened since, then use "goodturn reconcile --adopt".'
          : 'It was known already: no order goes out until "goodturn reconcile --adopt".',
      );
      return 0;
    }),
};
