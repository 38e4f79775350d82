import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

const BODY = 'M88 112 L92 238 Q94 260 118 260 L188 260 Q212 260 214 238 L218 112 Z';

export function mugPicture(): Html {
  const defs = [
    shade('mug-clay', 'clay'),
    shade('mug-glaze', 'sea'),
    html`<clipPath id="mug-body"><path d="${BODY}"/></clipPath>`,
  ];
  const piece = html`
    <path d="M214 142 C268 132 274 214 211 212" fill="none" stroke="#2f615a" stroke-width="17" stroke-linecap="round"/>
    <path d="M214 142 C262 134 268 206 211 208" fill="none" stroke="#4a8078" stroke-width="5" stroke-linecap="round" opacity="0.7"/>
    <path d="${BODY}" fill="url(#mug-clay)"/>
    <path d="M80 100 H230 V206 C210 216 196 200 176 208 C154 217 138 202 118 210 C104 215 94 209 80 206 Z" fill="url(#mug-glaze)" clip-path="url(#mug-body)"/>
    ${specks([
      [112, 160],
      [134, 184],
      [168, 150],
      [190, 186],
      [150, 170],
      [124, 138],
      [182, 166],
    ])}
    <path d="M104 132 L107 196" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.22"/>
    <ellipse cx="153" cy="112" rx="65" ry="15" fill="#2f615a"/>
    <ellipse cx="153" cy="114" rx="58" ry="11" fill="#3b2418"/>
    <ellipse cx="153" cy="112" rx="65" ry="15" fill="none" stroke="#8fb9b0" stroke-width="2.5"/>
    <path d="M134 84 q-9 -13 0 -25 M156 80 q-9 -13 0 -25 M178 84 q-9 -13 0 -25" class="picture-steam"/>`;
  return frame(defs, { x: 166, y: 260, width: 92 }, piece);
}
