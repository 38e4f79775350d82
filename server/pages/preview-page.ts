import { html } from 'hono/html';
import type { Offer } from '../domain/site/offer.ts';
import { type Fragment, page } from './page.ts';

/** What a chat shows of a share link: the offer as its program states it, and nothing about who shares it. */
export function previewPage(siteName: string, offer: Offer | null, location: string): Fragment {
  const title = offer?.title ?? siteName;
  const description = offer?.text || `A link to ${siteName}.`;
  const content = html`<main class="card"><div class="words">
<h1>${title}</h1>
<p>${description}</p>
<p class="way"><a class="button" href="${location}" rel="noreferrer">Go to <bdi>${siteName}</bdi></a></p>
</div></main>`;
  return page({ title, preview: { title, description, siteName }, brand: siteName, content });
}
