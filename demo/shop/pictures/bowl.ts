import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

const BODY = 'M62 152 C66 222 104 254 138 256 L182 256 C216 254 254 222 258 152 Z';

export function bowlPicture(): Html {
  const defs = [
    shade('bowl-clay', 'clay'),
    shade('bowl-glaze', 'celadon'),
    html`<clipPath id="bowl-body"><path d="${BODY}"/></clipPath>`,
  ];
  const piece = html`
    <path d="M130 252 L134 268 Q160 273 186 268 L190 252 Z" fill="#9c704f"/>
    <path d="${BODY}" fill="url(#bowl-clay)"/>
    <path d="M50 130 H270 V214 C240 234 220 226 196 236 C170 246 146 232 120 236 C96 240 70 224 50 210 Z" fill="url(#bowl-glaze)" clip-path="url(#bowl-body)"/>
    ${specks([
      [92, 196],
      [126, 214],
      [158, 190],
      [204, 208],
      [226, 186],
      [178, 222],
      [110, 180],
    ])}
    <path d="M80 182 C86 204 98 220 112 230" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.35"/>
    <ellipse cx="160" cy="152" rx="98" ry="24" fill="#7d9a87"/>
    <ellipse cx="160" cy="156" rx="88" ry="18" fill="#f0e4c8"/>
    <g fill="#3f4f86"><circle cx="138" cy="153" r="7"/><circle cx="152" cy="160" r="7.5"/><circle cx="160" cy="149" r="6.5"/></g>
    <g fill="#b5533f"><path d="M178 150 q9 -6 15 2 q-2 10 -11 10 q-7 -4 -4 -12"/><path d="M196 157 q7 -6 13 0 q0 8 -8 9 q-6 -3 -5 -9"/></g>
    <ellipse cx="160" cy="152" rx="98" ry="24" fill="none" stroke="#dfeadf" stroke-width="2.5"/>`;
  return frame(defs, { x: 160, y: 266, width: 92 }, piece);
}
