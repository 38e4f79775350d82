import { html } from 'hono/html';
import type { Html } from './html.ts';

const STAGES = ['click', 'event', 'decision', 'reward', 'order'] as const;

/** Says that this is a demo, offers the only two helpers, and shows what Goodturn did, as it happens. */
export function demoBar(): Html {
  return html`<aside class="demo" aria-label="About this demo">
    <div class="demo-row">
      <p class="demo-note"><strong>Demo.</strong> <span class="wide-only">Nothing is sold or charged.</span></p>
      <div class="demo-helpers">
        <form method="post" action="/log-in-as-ada"><button class="demo-helper">Log in as Ada</button></form>
        <a class="demo-helper" href="/new-visitor" target="_blank" rel="noopener">Open as a new visitor</a>
      </div>
    </div>
    <details class="scenes" id="behind-the-scenes">
      <summary>
        <span class="scenes-name">Behind the scenes</span>
        <span class="scenes-track">
          ${STAGES.map((stage) => html`<span class="scenes-stage" data-stage="${stage}"><span>${stage}</span></span>`)}
        </span>
        <span class="scenes-latest" role="status"></span>
      </summary>
      <ol class="scenes-steps"></ol>
      <p class="scenes-foot">Read from Goodturn’s own API by this shop’s back end. Claim links never appear here. Nothing is sold or charged.</p>
    </details>
  </aside>`;
}
