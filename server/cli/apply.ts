import { applySites } from '../apply-sites.ts';
import { parseConfigFile, siteWarnings } from '../config/config-file.ts';
import { noticeRestore } from '../domain/restore/notice-restore.ts';
import type { ProgramChange } from '../domain/site/apply-program.ts';
import type { Command } from './command.ts';
import { givenFile } from './given-file.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn apply FILE`: makes the declared sites and programs true, and says what that changed. */
export const apply: Command = {
  name: 'apply',
  usage: 'FILE',
  summary: 'Declare the sites and programs of a file; applying it twice changes nothing',
  options: [],
  arity: 1,
  async run(call) {
    const [file = ''] = call.args;
    const sites = parseConfigFile(givenFile(file).toString('utf8'), call.env);
    for (const warning of siteWarnings(sites)) call.terminal.complain(warning);
    const { changes, warnings } = await withGoodturn(call, { declares: true }, async (deps) => {
      // Before the catalogue takes a turn of an account, by which a restore is noticed.
      await noticeRestore(deps);
      return applySites(deps, sites);
    });
    for (const warning of warnings) call.terminal.complain(warning);
    for (const { siteId, change, programs } of changes) {
      call.terminal.say(`Site ${siteId}: ${change}`);
      for (const program of programs) call.terminal.say(`  Program ${program.programId}: ${words(program)}`);
    }
    return 0;
  },
};

function words({ before, version, changed }: ProgramChange): string {
  if (before === null) return `new, version ${version}`;
  if (!changed) return `unchanged, version ${version}`;
  return before === version ? `changed, version ${version} stays` : `changed, version ${before} → ${version}`;
}
