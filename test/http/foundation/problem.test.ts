import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../server/domain/errors.ts';
import { problemResponse, toProblem } from '../../../server/http/problem.ts';
import { PROBLEMS } from '../../../server/http/problem-catalogue.ts';
import { PROBLEM_CODES, problem } from '../../../shared/contract/problem.ts';
import { smallApp } from './small-app.ts';

function failing(thrown: unknown) {
  const { app, lines, failures } = smallApp();
  app.get('/fails', () => {
    throw thrown;
  });
  return { app, lines, failures };
}

describe('an unexpected error', () => {
  const LEAKS = /SELECT|password|\/srv\/|at .*\.ts|stack/;

  test.for([
    ['an Error', new Error('SELECT * FROM reward; password=hunter2 at /srv/app/server.ts')],
    ['a text', 'SELECT password FROM /srv'],
    ['nothing', undefined],
    ['an object that cannot be read', Object.create(null)],
  ])('that is %s tells the caller only its id', async ([, thrown]) => {
    const { app, failures, lines } = failing(thrown);
    const answer = await app.request('/fails');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(text).not.toMatch(LEAKS);
    const { requestId, code } = problem.parse(JSON.parse(text));
    expect(code).toBe('internal');
    expect(requestId).toBe(answer.headers.get('x-request-id'));
    expect(failures).toEqual([{ requestId, error: thrown }]);
    expect(lines[0]).toMatchObject({ status: 500, requestId });
  });

  test('of one request does not disturb the next', async () => {
    const { app } = failing(new Error('boom'));
    const answers = await Promise.all(
      ['/fails', '/v1/numbers', '/fails', '/v1/numbers'].map((path) => app.request(path)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([500, 200, 500, 200]);
  });
});

describe('a refusal', () => {
  test('has the full problem shape and says nothing that is meant for the operator', async () => {
    const refusal = new DomainError('too_many_requests', 'Slow down.', {
      retryAfterMs: 1500,
      operator: 'bucket of key shop is empty',
    });
    const { app, lines, failures } = failing(refusal);
    const answer = await app.request('/fails');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toEqual({
      type: '/docs#problem-too_many_requests',
      title: 'Too many requests',
      status: 429,
      detail: 'Slow down.',
      code: 'too_many_requests',
      errors: [],
      requestId: answer.headers.get('x-request-id'),
    });
    expect(lines[0]).toMatchObject({ code: 'too_many_requests', operator: 'bucket of key shop is empty' });
    expect(failures).toEqual([]);
  });

  test('of every code has a client or server status and the shape of the contract', () => {
    for (const code of PROBLEM_CODES) {
      const shaped = problem.parse(toProblem(new DomainError(code, 'x'), 'req_1'));
      expect(shaped.status).toBeGreaterThanOrEqual(400);
      expect(shaped.status).toBe(PROBLEMS[code].status);
      expect(problemResponse(new DomainError(code, 'x'), 'req_1').status).toBe(shaped.status);
    }
  });
});

describe('an address', () => {
  test('that nobody knows answers 404 as a problem', async () => {
    const { app, lines } = smallApp();
    const answer = await app.request('/v1/nowhere');
    expect(answer.status).toBe(404);
    expect(problem.parse(await answer.json()).code).toBe('not_found');
    expect(lines[0]?.route).toBe('unmatched');
  });

  test.for([
    ['PUT', '/v1/echo/1', 'POST'],
    ['PATCH', '/v1/widget/echo', 'HEAD, GET, POST, DELETE'],
    ['OPTIONS', '/v1/numbers', 'HEAD, GET'],
    ['POST', '/v1/numbers/', 'HEAD, GET'],
  ])(
    'that is called with the wrong method %s %s answers 405 and lists %s',
    async ([method = '', path = '', allow]) => {
      const { app } = smallApp();
      const answer = await app.request(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe(allow);
      expect(problem.parse(await answer.json()).code).toBe('method_not_allowed');
    },
  );
});
