import { type Followed, type FollowLinkParts, followLink } from '../../domain/click/follow-link.ts';
import { DomainError } from '../../domain/errors.ts';
import { offerToFriend } from '../../domain/site/offer.ts';
import { programStatus } from '../../domain/site/program-status.ts';
import type { Telemetry } from '../../domain/telemetry.ts';
import { pageResponse } from '../../pages/page-response.ts';
import { previewPage } from '../../pages/preview-page.ts';
import { answerWith } from '../carried-headers.ts';
import { faultsAsPages } from '../faults-as-pages.ts';
import type { HttpApp } from '../http-app.ts';
import type { HttpContext } from '../http-context.ts';
import { seenIn } from '../seen.ts';
import { isCounted, isForced, isLinkPreview } from './share-link-visitor.ts';

const PATH = '/r/:code';

type ShareLinkParts = FollowLinkParts & { telemetry: Telemetry; trustedProxies: number };

/** A redirect holds a token that belongs to one visit; the landing page's host learns at most an origin. */
const REDIRECT_HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'strict-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

/** `GET /r/:code`: counts a person's visit and leads to the landing page; link previews get a page to quote. */
export function mountShareLink(app: HttpApp, parts: ShareLinkParts): void {
  app.use('/r/*', faultsAsPages());
  app.get(PATH, (c) => follow(c, parts));
}

async function follow(c: HttpContext, parts: ShareLinkParts): Promise<Response> {
  c.get('line').route = PATH;
  const { raw } = c.req;
  const code = c.req.param('code') ?? '';
  const followed = await followLink(parts, {
    code,
    to: c.req.query('to') ?? null,
    counts: isCounted(raw),
    isForced: isForced(raw),
    source: {
      seen: () => seenIn(c, parts.trustedProxies),
      referer: () => c.req.header('referer'),
      query: () => c.req.query(),
    },
  });
  if (!followed) throw new DomainError('not_found', 'There is no such share link.');
  observe(c, parts.telemetry, followed);
  if (isLinkPreview(raw)) return preview(parts, followed);
  const headers = { ...REDIRECT_HEADERS, Location: followed.location };
  return answerWith(c, null, { status: 302, headers });
}

function observe(c: HttpContext, telemetry: Telemetry, { site, program, click }: Followed): void {
  const line = c.get('line');
  line.siteId = site.id;
  line.programId = program.id;
  if (click === 'recorded') telemetry.clickRecorded(site.id, program.id);
  if (click === 'shed') telemetry.clickShed(site.id, program.id);
}

/** An offer that no longer runs, or whose rewards are all taken, is not quoted: it would be promised and not kept. */
async function preview(
  { store, clock }: ShareLinkParts,
  { site, program, location }: Followed,
): Promise<Response> {
  const isKept = (await programStatus(store.read, program, clock())) === 'active';
  const offer = isKept ? offerToFriend(program) : null;
  return pageResponse(200, previewPage(site.name, offer, location));
}
