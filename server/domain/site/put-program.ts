import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { type CatalogueParts, type CatalogueWait, catalogueSoon } from '../order/catalogue.ts';
import type { Store } from '../store.ts';
import { applyProgram, type ProgramChange } from './apply-program.ts';
import { catalogueFaults } from './catalogue-faults.ts';
import { programFaults } from './program-faults.ts';
import type { SettingFault } from './setting-fault.ts';

export type PutProgramParts = CatalogueParts &
  CatalogueWait & { store: Store; ids: Ids; digest: (text: string) => string };

type Put = {
  siteId: string;
  program: ProgramConfig;
  /** The upstream account of the site, whose catalogue the program is checked against. */
  accountId: string;
  actor: string;
  now: number;
};

/**
 * Makes or changes a program of the site through the API, checked like one of the file. Putting the same again changes
 * nothing. Throws `invalid_body` with every fault, `managed_by_file` for a program of the file, and `conflict` for an
 * id or a campaign code that is taken.
 */
export async function putProgram(
  parts: PutProgramParts,
  { siteId, program, accountId, actor, now }: Put,
): Promise<ProgramChange> {
  const { store, ids, digest } = parts;
  const errors = await faultsOf(parts, program, accountId);
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

/** The catalogue is asked last, and only about a program that is sound in itself. */
async function faultsOf(
  parts: PutProgramParts,
  program: ProgramConfig,
  accountId: string,
): Promise<SettingFault[]> {
  const faults = programFaults(program);
  if (faults.length > 0) return faults;
  const catalogue = await catalogueSoon(parts, accountId);
  return catalogue ? catalogueFaults(program, catalogue) : [];
}
