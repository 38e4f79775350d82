import type { MiddlewareHandler } from 'hono';
import { faultPage, nowherePage } from '../pages/fault-page.ts';
import { pageResponse } from '../pages/page-response.ts';
import type { HttpContext, HttpEnv } from './http-context.ts';

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

/** Where programs ask: some of them say that they take HTML, and get a problem all the same. */
const API = /^\/(v1|hooks)(\/|$)/;

/** Whether somebody opened this address in a browser, such as the bare one, rather than a program asked for it. */
export function isOpenedByPerson({ req }: HttpContext): boolean {
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  return isRead && !API.test(req.path) && /\btext\/html\b/i.test(req.header('accept') ?? '');
}

/** The answer to them where nothing is. */
export function unknownPage(): Promise<Response> {
  return pageResponse(404, nowherePage());
}
