import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { answerProblem, Problem } from '../problem.ts';

/** Hono with Node's own request and response behind it, which the faults need. */
export type SandboxApp = Hono<{ Bindings: HttpBindings }>;

/** Answers 405 for every other method of a path. Call it after the path's own routes. */
export function onlyMethods(app: SandboxApp, path: string, ...methods: string[]): void {
  app.all(path, (c) => {
    c.header('Allow', methods.join(', '));
    return answerProblem(c, new Problem(405));
  });
}
