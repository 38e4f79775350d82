import type { MiddlewareHandler } from 'hono';
import { faultPage } from '../../pages/fault-page.ts';
import { pageResponse } from '../../pages/page-response.ts';
import type { HttpContext, HttpEnv } from '../http-context.ts';

/**
 * Turns every problem under a page route (unknown, wrong method, refused, failed) into a page in words, with the
 * headers of pages: whoever follows a link is a person. `backOf` names the page to return to, where that helps.
 */
export function faultsAsPages(
  backOf: (c: HttpContext) => string | null = () => null,
): MiddlewareHandler<HttpEnv> {
  return async function answerWithPage(c, next) {
    await next();
    const { code, requestId } = c.get('line');
    if (code === undefined) return;
    const { status, headers } = c.res;
    const retryAfter = headers.get('Retry-After');
    const page = faultPage({
      code,
      requestId,
      retryAfterS: retryAfter === null ? null : Number(retryAfter),
      back: backOf(c),
    });
    // Hono carries the problem's other headers over (`Allow`, `Retry-After`), which hold for the page as well.
    c.res = await pageResponse(status, page);
  };
}
