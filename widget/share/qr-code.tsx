/** Draws itself into its place once the encoder has arrived: most people never ask for it, so it is not in the first load. */
export function QrCode({ url, label }: { url: string; label: string }) {
  return (
    <div
      class="qr"
      role="img"
      aria-label={label}
      key={url}
      ref={(place) => {
        if (place) drawQr(place, url);
      }}
    />
  );
}

async function drawQr(place: HTMLElement, url: string): Promise<void> {
  if (place.firstChild) return;
  try {
    const qr = await import('./qr-svg.ts');
    if (!place.firstChild) place.append(qr.createQrSvg(url));
  } catch {
    // The link above the empty square still works.
  }
}
