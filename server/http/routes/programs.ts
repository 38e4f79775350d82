import { z } from 'zod';
import { budget } from '../../../shared/contract/budget.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf, listQuery, namedListQuery } from '../../../shared/contract/list.ts';
import {
  type ProgramAnswer,
  programAnswer,
  programBody,
  programId,
} from '../../../shared/contract/program.ts';
import { presentBudget } from '../../domain/budget/present-budget.ts';
import { DomainError } from '../../domain/errors.ts';
import { refuseForeign } from '../../domain/site/apply-program.ts';
import { presentProgram } from '../../domain/site/present-program.ts';
import { type PutProgramParts, putProgram } from '../../domain/site/put-program.ts';
import type { ProgramRecord } from '../../domain/site/site-rows.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageAfter, pageOf } from '../list-page.ts';
import type { RouteParts } from '../route-parts.ts';
import { validate } from '../validate.ts';

type ProgramParts = RouteParts & PutProgramParts;

/** Programs over the API: what is declared, declaring one, and what is left of its budget. */
export function programRoutes(parts: ProgramParts): Endpoint[] {
  return [list(parts), put(parts), readBudget(parts)];
}

function list(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/programs',
      summary: 'List programs',
      description:
        'Each as it is declared, with its version and what it is now. The newest version comes first.',
      tags: ['Programs'],
      auth: { scope: 'rewards:read' },
      request: { query: namedListQuery },
      responses: { 200: { description: 'One page', schema: listOf(programAnswer) } },
    },
    async ({ caller, query }) => {
      const programs = (await parts.store.read.sites.programs()).filter(
        ({ siteId }) => siteId === caller.siteId,
      );
      const all = await Promise.all(programs.map((program) => present(parts, program)));
      // A site has a handful of programs, so the page is cut from all of them.
      const place = ({ createdAt, id }: ProgramAnswer) => `${createdAt} ${id}`;
      const sorted = all.toSorted((one, other) => (place(one) < place(other) ? 1 : -1));
      const { items, nextCursor } = pageAfter(sorted, query);
      return { status: 200, body: { data: items, nextCursor } };
    },
  );
}

function put(parts: ProgramParts): Endpoint {
  return endpoint(
    {
      method: 'PUT',
      path: '/v1/programs/:id',
      summary: 'Make or change a program',
      description:
        'Declares the whole program, checked like one of the configuration file. The same again changes nothing. A change of rules, hold, eligibility, attribution or terms makes a new version; referrals keep the version of their click.',
      tags: ['Programs'],
      auth: { scope: 'programs:write' },
      request: { params: z.object({ id: programId }), body: programBody },
      responses: {
        200: { description: 'The program, changed or as it was', schema: programAnswer },
        201: { description: 'A new program', schema: programAnswer },
      },
      problems: ['invalid_body', 'managed_by_file', 'conflict'],
      bodyCheck: 'handler',
    },
    async ({ caller, params: { id }, body: told }) => {
      // Whose program it is comes first: what is wrong with a body that cannot be taken anyway helps nobody.
      const known = await parts.store.read.sites.program(id);
      if (known) refuseForeign(known, { siteId: caller.siteId, managedBy: 'api' });
      const body = validate(programBody, told, 'invalid_body');
      if (body.id !== undefined && body.id !== id) {
        const message = `must be ${id} as in the address, or be left out`;
        throw new DomainError('invalid_body', `id ${message}.`, { errors: [{ path: 'id', message }] });
      }
      const program = { ...body, id };
      const change = await putProgram(parts, {
        siteId: caller.siteId,
        program,
        accountId: caller.site.accountId,
        actor: `key:${caller.keyName}`,
        now: parts.clock(),
      });
      parts.directory.forget();
      const stored = await parts.store.read.sites.program(id);
      if (!stored) throw new Error('a program was lost while it was presented');
      return { status: change.before === null ? 201 : 200, body: await present(parts, stored) };
    },
  );
}

function readBudget(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/programs/:id/budget',
      summary: "Read a program's budget",
      description: 'At face value, with the entries of its ledger, newest first.',
      tags: ['Programs'],
      auth: { scope: 'rewards:read' },
      request: { params: z.object({ id: plainText(64) }), query: listQuery('bud') },
      responses: { 200: { description: 'The budget and one page of entries', schema: budget } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id }, query: { limit, cursor } }) => {
      const { read } = parts.store;
      const known = await read.sites.program(id);
      const found = known?.siteId === caller.siteId ? await read.budgets.find(id) : undefined;
      if (!found) throw new DomainError('not_found', 'There is no such program.');
      const entries = await read.budgets.list({ programId: id, before: cursor ?? null, limit: limit + 1 });
      const { items, nextCursor } = pageOf(entries, limit);
      return { status: 200, body: presentBudget(found, items, nextCursor) };
    },
  );
}

async function present({ store, clock }: RouteParts, program: ProgramRecord) {
  const version = await store.read.sites.version(program.id, program.version);
  if (!version) throw new Error(`program ${program.id} has no version ${program.version}`);
  return presentProgram(program, version, clock());
}
