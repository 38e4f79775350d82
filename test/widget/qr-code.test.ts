import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { drawQr } from '../../widget/share/qr-svg.ts';

/** Pixels to a side of one module: enough for a reader to find its way. */
const SCALE = 4;

/** What a camera that is held straight would see: white, and black where the path fills. */
function photograph(svg: SVGElement) {
  const [left = 0, top = 0, side = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const size = side * SCALE;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  const path = svg.querySelector('path')?.getAttribute('d') ?? '';
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < SCALE; row += 1) {
      const start = ((Number(y) - top) * SCALE + row) * size + (Number(x) - left) * SCALE;
      for (let at = start; at < start + SCALE; at += 1) data.fill(0, at * 4, at * 4 + 3);
    }
  }
  return { width: size, height: size, data };
}

test.each([
  ['a share link', 'https://go.acme.example/r/ADA42XYZ'],
  [
    'a long one',
    `https://acme.example/r/ADA42XYZ?${new URLSearchParams({ to: `https://shop.acme.example/${'sale/'.repeat(40)}` })}`,
  ],
])('a reader reads %s back from the QR code', (_what, link) => {
  const place = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawQr(place, link);
  expect(decodeQR(photograph(place))).toBe(link);
});
