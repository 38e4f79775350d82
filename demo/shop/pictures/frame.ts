import { html } from 'hono/html';
import type { Html } from '../pages/html.ts';

/** Glazes and clays; each is [light side, shaded side], so that flat shapes read as round ones. */
const COLOURS = {
  clay: ['#cfa583', '#a87a58'],
  oat: ['#f4ecdc', '#d6c8ae'],
  sea: ['#5c938a', '#2f615a'],
  ink: ['#46637f', '#243a52'],
  celadon: ['#c4d8c8', '#93b09c'],
  rust: ['#c9794d', '#8f4a28'],
} as const;
type Colour = keyof typeof COLOURS;

/** A fill that goes from lit to shaded, left to right. Use it as `fill="url(#id)"`. */
export function shade(id: string, colour: Colour): Html {
  const [lit, shaded] = COLOURS[colour];
  return html`<linearGradient id="${id}" x1="0" x2="1"><stop offset="0.15" stop-color="${lit}"/><stop offset="1" stop-color="${shaded}"/></linearGradient>`;
}

/** The ground, the shadow and the piece upon them. Decorative: the product's name stands beside every picture. */
export function frame(defs: Html[], shadow: { x: number; y: number; width: number }, piece: Html): Html {
  return html`<svg class="picture" viewBox="0 0 320 320" aria-hidden="true" focusable="false">
    <defs>${defs}</defs>
    <rect class="picture-wall" width="320" height="320"/>
    <rect class="picture-table" y="222" width="320" height="98"/>
    <ellipse class="picture-shadow" cx="${shadow.x}" cy="${shadow.y}" rx="${shadow.width}" ry="${shadow.width / 8}"/>
    ${piece}
  </svg>`;
}

/** Iron specks in the glaze, always in the same places. */
export function specks(points: readonly (readonly [x: number, y: number])[]): Html[] {
  return points.map(
    ([x, y], index) =>
      html`<circle cx="${x}" cy="${y}" r="${1 + (index % 3) * 0.5}" fill="#3a2f28" opacity="0.35"/>`,
  );
}
