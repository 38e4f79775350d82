import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';
import { frame, shade, specks } from './frame.ts';

/** The plate leans against the wall, since a plate that lies flat shows nothing of itself. */
export function platePicture(): Html {
  const defs = [
    shade('plate-oat', 'oat'),
    shade('plate-ink', 'ink'),
    html`<clipPath id="plate-face"><circle cx="160" cy="156" r="104"/></clipPath>`,
  ];
  const piece = html`
    <circle cx="166" cy="160" r="106" fill="#9c8a6c"/>
    <circle cx="160" cy="156" r="106" fill="#e9dec8"/>
    <circle cx="160" cy="156" r="104" fill="url(#plate-oat)"/>
    <path d="M40 168 C84 148 108 190 150 172 C194 152 214 184 280 158 V290 H40 Z" fill="url(#plate-ink)" clip-path="url(#plate-face)"/>
    <path d="M40 168 C84 148 108 190 150 172 C194 152 214 184 280 158" fill="none" stroke="#8ea8bf" stroke-width="3" opacity="0.7" clip-path="url(#plate-face)"/>
    <circle cx="160" cy="156" r="74" fill="none" stroke="#1c2a38" stroke-width="2" opacity="0.16"/>
    <circle cx="160" cy="156" r="71" fill="none" stroke="#fff" stroke-width="2" opacity="0.28"/>
    ${specks([
      [118, 96],
      [146, 122],
      [196, 104],
      [214, 138],
      [98, 140],
      [172, 140],
      [184, 82],
      [134, 78],
    ])}
    <path d="M80 122 A88 88 0 0 1 132 74" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity="0.55"/>`;
  return frame(defs, { x: 168, y: 260, width: 84 }, piece);
}
