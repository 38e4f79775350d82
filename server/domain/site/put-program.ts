import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Store } from '../store.ts';
import { applyProgram, type ProgramChange } from './apply-program.ts';
import { programFaults } from './program-faults.ts';
import type { SettingFault } from './unsupported.ts';

export type PutProgramParts = { store: Store; ids: Ids; digest: (text: string) => string };

type Put = {
  siteId: string;
  program: ProgramConfig;
  /** What the catalogue of the site's account has against the program; empty when it is not known. */
  catalogueFaults: SettingFault[];
  actor: string;
  now: number;
};

/**
 * Makes or changes a program of the site through the API, checked like one of the file. Putting the same again changes
 * nothing. Throws `invalid_body` with every fault, `managed_by_file` for a program of the file, and `conflict` for an
 * id or a campaign code that is taken.
 */
export async function putProgram(
  { store, ids, digest }: PutProgramParts,
  { siteId, program, catalogueFaults, actor, now }: Put,
): Promise<ProgramChange> {
  const errors = [...programFaults(program), ...catalogueFaults];
  const [first] = errors;
  if (first) throw new DomainError('invalid_body', `${first.path} ${first.message}.`, { errors });
  return store.write('apply-config', async (rows) => {
    await rows.sites.lock();
    const change = await applyProgram(
      rows,
      { ids, digest },
      { siteId, program, managedBy: 'api', actor, now },
    );
    if (change.changed) await rows.sites.bumpRevision();
    return change;
  });
}
