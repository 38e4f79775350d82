/**
 * A white square in any scheme, as scanners ask for, in which the code is drawn once the encoder has arrived: most people
 * never ask for it, so it is not in the first load.
 */
export function QrCode({ url, label }: { url: string; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 1 1"
      width="100%"
      height="208"
      key={url}
      ref={(place) => {
        if (place) drawQr(place, url);
      }}
    >
      <rect width="100%" height="100%" rx="6%" fill="#fff" />
    </svg>
  );
}

async function drawQr(place: SVGSVGElement, url: string): Promise<void> {
  try {
    const qr = await import('./qr-svg.ts');
    // Asked with every drawing of the panel, and drawn once.
    if (place.childElementCount < 2) qr.drawQr(place, url);
  } catch {
    // The link above the empty square still works.
  }
}
