import { html } from 'hono/html';
import type { Html } from './html.ts';

/** The brand's mark: a bowl under a wave. */
export function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <circle class="mark-ground" cx="16" cy="16" r="16"/>
    <path class="mark-fill" d="M7 14h18c0 6-3.6 10.5-7 10.5h-4C10.6 24.5 7 20 7 14Z"/>
    <path class="mark-line" d="M9 10.5q3.5-3 7 0t7 0"/>
  </svg>`;
}
