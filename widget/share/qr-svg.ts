import { generate } from 'lean-qr/nano';

const SVG = 'http://www.w3.org/2000/svg';
// ISO/IEC 18004 asks for four empty modules on each side.
const QUIET = 4;

/**
 * Draws a QR code into an SVG element, of a text of ASCII, as addresses are: that is what the small encoder knows. No
 * markup string and no `data:` image, which strict policies refuse.
 */
export function drawQr(place: SVGSVGElement, text: string): void {
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  const side = code.size + 2 * QUIET;
  place.setAttribute('viewBox', `0 0 ${side} ${side}`);
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', path);
  place.append(modules);
}
