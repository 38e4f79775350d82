import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';
import type { SimulationRequest } from '../../../shared/contract/simulation.ts';
import { DomainError, type FieldFault } from '../errors.ts';
import type { Catalogue } from '../order/catalogue-record.ts';
import { catalogueFaults } from '../site/catalogue-faults.ts';
import { type LiveProgram, type Program, splitProgram } from '../site/program.ts';
import { programFaults } from '../site/program-faults.ts';
import type { Site } from '../site/site.ts';
import type { SimulationRun } from './simulation-run.ts';

/**
 * What a request asks to be simulated. Throws `not_found` for an id that is no program of the site and comes without a
 * draft, `invalid_body` for a draft that could not be applied or a span that is none. `catalogue` is the
 * site's as it was told last; without it the draft's values go unchecked, as they do at an apply.
 */
export function simulationOf(
  site: Site,
  programId: string,
  { draft, from, to, approve = 'as_recorded' }: SimulationRequest,
  now: number,
  catalogue?: Catalogue,
): SimulationRun {
  const real = site.programs.find(({ id }) => id === programId) ?? null;
  if (!draft && !real) {
    throw new DomainError('not_found', 'There is no such program; a new one is tried out as `draft`.');
  }
  const span = {
    from: from === undefined ? null : Date.parse(from),
    to: to === undefined ? null : Date.parse(to),
  };
  if (span.from !== null && span.to !== null && span.to <= span.from) {
    throw invalid([{ path: 'to', message: 'must be after `from`' }]);
  }
  if (!draft) {
    if (!real) throw new Error('a simulation without a program');
    const program = { ...real, live: switchedOn(real.live) };
    return { site, program, isDraft: false, real, ...span, approve, now };
  }
  const faults = draftFaults(draft, programId, catalogue);
  if (faults.length > 0) throw invalid(faults);
  return { site, program: draftProgram(site, draft, real), isDraft: true, real, ...span, approve, now };
}

/** Nobody tries out a program to see it switched off: drafts and paused programs run; start and end dates hold. */
function switchedOn(live: LiveProgram): LiveProgram {
  return { ...live, status: 'active' };
}

/** The draft in the place of the running version, whose acceptances of terms count for it. */
function draftProgram(site: Site, draft: ProgramConfig, real: Program | null): Program {
  const { frozen, live } = splitProgram(draft);
  const version = real?.version ?? 1;
  return {
    id: draft.id,
    siteId: site.id,
    version,
    live: switchedOn(live),
    revision: real?.revision ?? 0,
    versions: new Map([[version, frozen]]),
  };
}

function draftFaults(draft: ProgramConfig, programId: string, catalogue?: Catalogue): FieldFault[] {
  const own: FieldFault[] = [
    ...(draft.id === programId ? [] : [{ path: 'id', message: `must be ${programId}, as in the address` }]),
    ...programFaults(draft),
  ];
  // Of a program that is sound in itself only, as at an apply.
  const faults = own.length === 0 && catalogue ? catalogueFaults(draft, catalogue) : own;
  return faults.map(({ path, message }) => ({ path: `draft.${path}`, message }));
}

function invalid(errors: FieldFault[]): DomainError {
  const detail = errors.map(({ path, message }) => `\`${path}\` ${message}.`).join(' ');
  return new DomainError('invalid_body', detail, { errors });
}
