import type { Clock } from '../../domain/clock.ts';
import { DomainError } from '../../domain/errors.ts';
import { phaseOf } from '../../domain/site/program.ts';
import type { Directory } from '../../domain/site/site.ts';
import type { Store } from '../../domain/store.ts';
import { pageResponse } from '../../pages/page-response.ts';
import { termsPage } from '../../pages/terms-page.ts';
import { faultsAsPages } from '../faults-as-pages.ts';
import type { HttpApp } from '../http-app.ts';
import type { HttpContext } from '../http-context.ts';

type TermsParts = { store: Store; directory: Directory; clock: Clock };

/**
 * `GET /terms/:programId` is the version that new visitors get, `/terms/:programId/:version` any that ever ran.
 * A draft has no terms yet: nobody takes part in it.
 */
export function mountTerms(app: HttpApp, parts: TermsParts): void {
  app.use('/terms/*', faultsAsPages());
  app.get('/terms/:programId', (c) => showTerms(c, parts, null));
  app.get('/terms/:programId/:version', (c) => showTerms(c, parts, c.req.param('version')));
}

async function showTerms(c: HttpContext, parts: TermsParts, wanted: string | null): Promise<Response> {
  const sites = await parts.directory.current();
  const program = sites.program(c.req.param('programId') ?? '');
  const site = program && sites.byId(program.siteId);
  if (!program || !site || phaseOf(program.live, parts.clock()) === 'draft') throw notFound();
  const version = wanted === null ? program.version : versionNumber(wanted);
  const versions = await parts.store.read.sites.versions();
  const record = versions.find((known) => known.programId === program.id && known.version === version);
  if (!record) throw notFound();
  return pageResponse(
    200,
    termsPage({
      site,
      live: program.live,
      version,
      frozen: record.frozen,
      since: record.createdAt,
      isCurrent: version === program.version,
    }),
  );
}

/** Versions have one spelling each, so that every address names one page. */
function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}

function notFound(): DomainError {
  return new DomainError('not_found', 'There are no such terms.');
}
