import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

const BODY =
  'M82 192 C82 142 116 122 160 122 C204 122 238 142 238 192 C238 236 208 262 190 262 L130 262 C112 262 82 236 82 192 Z';

export function teapotPicture(): Html {
  const defs = [
    shade('pot-rust', 'rust'),
    shade('pot-oat', 'oat'),
    html`<clipPath id="pot-body"><path d="${BODY}"/></clipPath>`,
  ];
  const piece = html`
    <path d="M108 136 C104 40 216 40 212 136" fill="none" stroke="#8a6a3f" stroke-width="9" stroke-linecap="round"/>
    <path d="M106 116 l7 3 M111 84 l8 5 M132 66 l5 8 M188 66 l-5 8 M209 84 l-8 5 M214 116 l-7 3" stroke="#5f4726" stroke-width="3" stroke-linecap="round"/>
    <path d="M226 206 C256 200 250 160 284 146 L290 156 C270 172 276 222 228 236 Z" fill="#8f4a28"/>
    <path d="${BODY}" fill="url(#pot-rust)"/>
    <path d="M70 110 H250 V186 C226 200 210 180 184 190 C156 202 140 182 112 192 C96 197 84 190 70 188 Z" fill="url(#pot-oat)" clip-path="url(#pot-body)"/>
    ${specks([
      [112, 164],
      [140, 150],
      [176, 168],
      [204, 160],
      [126, 178],
      [190, 144],
    ])}
    <path d="M98 178 C96 202 104 226 116 240" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.3"/>
    <path d="M124 126 C128 108 192 108 196 126 C184 133 136 133 124 126 Z" fill="#e3d7bf"/>
    <path d="M124 126 C136 133 184 133 196 126" fill="none" stroke="#a8977a" stroke-width="2.5"/>
    <circle cx="160" cy="104" r="9" fill="#8f4a28"/><circle cx="157" cy="101" r="3" fill="#fff" opacity="0.4"/>`;
  return frame(defs, { x: 168, y: 262, width: 96 }, piece);
}
