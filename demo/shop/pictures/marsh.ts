import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';

/** The marsh at low tide, for the wide screen's hero. */
export function marshPicture(): Html {
  return html`<svg class="marsh" viewBox="0 0 480 220" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
    <rect class="picture-wall" width="480" height="220"/>
    <circle cx="352" cy="84" r="34" fill="#d99a6c"/>
    <path d="M0 112 C70 96 130 118 210 106 C300 92 380 118 480 100 V220 H0 Z" fill="#a9c3b2"/>
    <path d="M0 140 C80 120 150 150 240 134 C330 118 400 146 480 130 V220 H0 Z" fill="#5c938a"/>
    <path d="M0 172 C90 150 160 182 260 164 C350 148 410 176 480 162 V220 H0 Z" fill="#2f615a"/>
    <path d="M0 200 C100 184 180 208 280 196 C360 186 420 204 480 194 V220 H0 Z" fill="#243a52"/>
    <g fill="none" stroke="#22302f" stroke-width="2.5" stroke-linecap="round">
      <path d="M78 206 C76 170 70 138 60 112"/><path d="M86 208 C88 166 92 134 100 96"/><path d="M96 208 C100 184 108 162 120 146"/>
    </g>
    <g fill="#a8744a"><ellipse cx="58" cy="106" rx="4" ry="13" transform="rotate(-20 58 106)"/><ellipse cx="102" cy="88" rx="4" ry="14" transform="rotate(12 102 88)"/><ellipse cx="124" cy="140" rx="3.5" ry="11" transform="rotate(36 124 140)"/></g>
    <path d="M214 60 q9 -9 17 0 q8 -9 17 0 M262 42 q7 -7 13 0 q6 -7 13 0" fill="none" stroke="#22302f" stroke-width="2.5" stroke-linecap="round"/>
  </svg>`;
}
