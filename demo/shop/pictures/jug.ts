import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

const BODY =
  'M84 70 C96 84 112 92 116 104 C122 124 92 152 88 200 C86 236 104 264 132 264 L184 264 C212 264 230 236 226 200 C222 156 198 128 202 84 Z';

export function jugPicture(): Html {
  const defs = [
    shade('jug-oat', 'oat'),
    shade('jug-sea', 'sea'),
    html`<clipPath id="jug-body"><path d="${BODY}"/></clipPath>`,
  ];
  const piece = html`
    <path d="M202 104 C262 92 268 190 222 196" fill="none" stroke="#c9b997" stroke-width="16" stroke-linecap="round"/>
    <path d="M202 104 C254 96 260 182 222 191" fill="none" stroke="#f4ecdc" stroke-width="4" stroke-linecap="round" opacity="0.8"/>
    <path d="${BODY}" fill="url(#jug-oat)"/>
    <path d="M70 204 C104 188 122 218 156 204 C190 190 206 214 250 198 V280 H70 Z" fill="url(#jug-sea)" clip-path="url(#jug-body)"/>
    ${specks([
      [130, 150],
      [158, 128],
      [180, 168],
      [142, 184],
      [196, 186],
      [116, 176],
      [170, 100],
    ])}
    <path d="M112 172 C104 190 104 216 112 234" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.4"/>
    <path d="M84 70 C110 60 180 64 202 84 C190 96 140 98 116 94 C104 90 94 80 84 70 Z" fill="#b9a888"/>
    <path d="M84 70 C110 60 180 64 202 84" fill="none" stroke="#fff" stroke-width="2.5" opacity="0.8"/>`;
  return frame(defs, { x: 162, y: 264, width: 84 }, piece);
}
