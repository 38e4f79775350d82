import { generate } from 'lean-qr/nano';

const SVG = 'http://www.w3.org/2000/svg';
// ISO/IEC 18004 asks for four empty modules on each side.
const QUIET = 4;

/**
 * A QR code as SVG elements, of a text of ASCII, as addresses are: that is what the small encoder knows. No markup string and no
 * `data:` image, which strict policies refuse.
 */
export function createQrSvg(text: string): SVGElement {
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  const svg = document.createElementNS(SVG, 'svg');
  const side = code.size + 2 * QUIET;
  svg.setAttribute('viewBox', `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.append(document.createElementNS(SVG, 'path'));
  svg.firstElementChild?.setAttribute('d', path);
  return svg;
}
