import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { hintOrder } from '../../domain/order/hint-order.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

/** Where the upstream says that an order may be done. Nothing it says is believed; it only makes us look. */
export function hookRoutes(parts: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'POST',
        path: '/hooks/gift-card/:orderId/:mac',
        summary: 'Hint that an order is done',
        description: 'The address is made for one order and cannot be guessed. The body is not read.',
        tags: ['Hooks'],
        auth: 'none',
        bodyRule: 'by-content',
        request: { params: z.object({ orderId: z.string().max(60), mac: z.string().max(100) }) },
        responses: { 204: { description: 'Heard' } },
        problems: ['not_found'],
      },
      async ({ params: { orderId, mac } }) => {
        if (!parts.isHookMac(orderId, mac)) throw new DomainError('not_found', 'There is no such route.');
        if (await hintOrder(parts, orderId)) parts.wake();
        return { status: 204 };
      },
    ),
  ];
}
