import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

const BODY =
  'M142 128 C146 146 140 156 126 170 C100 196 102 264 138 266 L182 266 C218 264 220 196 194 170 C180 156 174 146 178 128 Z';

export function vasePicture(): Html {
  const defs = [
    shade('vase-clay', 'clay'),
    shade('vase-ink', 'ink'),
    html`<clipPath id="vase-body"><path d="${BODY}"/></clipPath>`,
  ];
  const piece = html`<g transform="translate(16 30) scale(0.9)">
    <g fill="none" stroke="#8d8a55" stroke-width="3" stroke-linecap="round">
      <path d="M156 134 C152 96 136 66 122 44"/><path d="M161 134 C162 92 164 64 168 26"/><path d="M165 134 C172 100 192 82 204 62"/>
    </g>
    <g fill="#a8744a"><path d="M118 52 C106 36 108 22 113 14 C122 22 128 38 124 50 Z"/><path d="M164 40 C158 22 164 8 169 2 C176 12 178 28 172 40 Z"/><path d="M198 70 C202 52 214 42 222 40 C224 50 218 66 206 74 Z"/></g>
    <path d="${BODY}" fill="url(#vase-clay)"/>
    <path d="M90 110 H230 V238 C206 246 196 232 172 240 C148 248 130 234 90 244 Z" fill="url(#vase-ink)" clip-path="url(#vase-body)"/>
    ${specks([
      [134, 206],
      [158, 188],
      [182, 212],
      [150, 228],
      [196, 196],
      [168, 170],
    ])}
    <path d="M124 192 C116 210 118 234 126 246" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.25"/>
    <ellipse cx="160" cy="128" rx="18" ry="5" fill="#152536"/><ellipse cx="160" cy="128" rx="18" ry="5" fill="none" stroke="#7d97b0" stroke-width="2"/></g>`;
  return frame(defs, { x: 164, y: 266, width: 70 }, piece);
}
