import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

type OperationsParts = {
  /** Throws when the database or the signing keys cannot be used. */
  ready: () => Promise<void>;
  /** Prometheus text, and its media type. */
  metrics: () => Promise<{ text: string; contentType: string }>;
};

const ok = z.object({ status: z.literal('ok') });

/** For whoever runs the server: is the process up, can it work, what does it count. */
export function operationsRoutes(parts: OperationsParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/healthz',
        summary: 'Is the process alive?',
        description: 'Asks nothing of the database: a restart would not mend that.',
        tags: ['Operations'],
        auth: 'none',
        responses: { 200: { description: 'It is', schema: ok } },
      },
      () => ({ status: 200, body: { status: 'ok' } }),
    ),
    endpoint(
      {
        method: 'GET',
        path: '/readyz',
        summary: 'Can it work?',
        description: 'Reads the database and the signing keys.',
        tags: ['Operations'],
        auth: 'none',
        responses: { 200: { description: 'It can', schema: ok } },
        problems: ['overloaded'],
      },
      async () => {
        await parts.ready().catch((cause: unknown) => {
          const operator = 'the readiness check failed';
          throw new DomainError('overloaded', 'The server cannot work now.', {
            cause,
            operator,
            retryAfterMs: 5000,
          });
        });
        return { status: 200, body: { status: 'ok' } };
      },
    ),
    endpoint(
      {
        method: 'GET',
        path: '/metrics',
        summary: 'Counters for Prometheus',
        description: 'Text format 0.0.4. Holds no personal data.',
        tags: ['Operations'],
        auth: 'none',
        responses: { 200: { description: 'The counters', contentType: 'text/plain' } },
      },
      async () => {
        const { text, contentType } = await parts.metrics();
        return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
      },
    ),
  ];
}
