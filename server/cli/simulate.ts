import { APPROVALS, type Approvals, type SimulationRequest } from '../../shared/contract/simulation.ts';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import { keptCatalogue } from '../domain/order/kept-catalogue.ts';
import { simulate as simulateProgram } from '../domain/simulation/simulate.ts';
import { simulationOf } from '../domain/simulation/simulation-of.ts';
import type { Site } from '../domain/site/site.ts';
import type { Call, Command } from './command.ts';
import { grouped } from './grouped.ts';
import { readDraft } from './read-draft.ts';
import { simulationLines } from './simulation-lines.ts';
import { withGoodturn } from './with-goodturn.ts';

/** Events after which a person likes to hear that it goes on. */
const PROGRESS_EVERY = 10_000;

/** `goodturn simulate`: what a program, or a draft of it, would have made of the recorded events. Writes nothing. */
export const simulate: Command = {
  name: 'simulate',
  usage: 'PROGRAM_ID [--draft FILE] [--from TIME] [--to TIME] [--approve as_recorded|all|none] [--site ID]',
  summary: 'Try a program or a draft of it out on the recorded events; nothing is changed',
  options: ['draft', 'from', 'to', 'approve', 'site'],
  arity: 1,
  run: (call) =>
    withGoodturn(call, { declares: false }, async (deps) => {
      const [programId = ''] = call.args;
      const site = await siteOf(deps, programId, call.options['site']);
      const { pseudonyms, breathe, store } = deps;
      const catalogue = await keptCatalogue(store.read, site.accountId);
      const run = simulationOf(site, programId, requestOf(call, programId), deps.clock(), catalogue);
      const onProgress = (events: number) => {
        if (events % PROGRESS_EVERY === 0) call.terminal.complain(`${grouped(events)} events …`);
      };
      const simulation = await simulateProgram({ rows: store.read, pseudonyms, breathe, onProgress }, run);
      for (const line of simulationLines(simulation)) call.terminal.say(line);
      return 0;
    }),
};

function requestOf({ options }: Call, programId: string): SimulationRequest {
  const { draft, from, to, approve } = options;
  return {
    ...(draft !== undefined && { draft: readDraft(draft, programId) }),
    ...(from !== undefined && { from: instantOf('from', from) }),
    ...(to !== undefined && { to: instantOf('to', to) }),
    ...(approve !== undefined && { approve: approvalsOf(approve) }),
  };
}

/** A day is its first instant in UTC. */
function instantOf(option: string, text: string): string {
  const at = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new ConfigError([`--${option} must be a day or an instant: 2026-01-31, or 2026-01-31T08:00:00Z.`]);
  }
  return new Date(at).toISOString();
}

function approvalsOf(text: string): Approvals {
  const known = APPROVALS.find((each) => each === text);
  if (!known) throw new ConfigError([`--approve must be one of ${APPROVALS.join(', ')}.`]);
  return known;
}

/** The site that is named, else the one that has the program, else the only one there is. */
async function siteOf(
  { store, directory }: Deps,
  programId: string,
  named: string | undefined,
): Promise<Site> {
  const ids = (await store.read.sites.sites()).map(({ id }) => id);
  const current = await directory.current();
  const only = ids.length === 1 ? ids[0] : undefined;
  const siteId = named ?? current.program(programId)?.siteId ?? only;
  if (siteId === undefined) {
    throw new ConfigError([`No site has a program ${programId}; add --site with one of ${ids.join(', ')}.`]);
  }
  const site = current.byId(siteId);
  if (!site) throw new ConfigError([`There is no site ${siteId}; there is ${ids.join(', ') || 'none yet'}.`]);
  return site;
}
