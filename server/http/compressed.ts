import { brotliCompressSync, gzipSync } from 'node:zlib';

type Bytes = Uint8Array<ArrayBuffer>;
type Compressed = { encoding: 'br' | 'gzip' | null; bytes: Bytes };

/** The forms in which a file can be sent, best first: compressed once, with nothing spared. */
export function compressedForms(bytes: Bytes): Compressed[] {
  return [
    { encoding: 'br', bytes: new Uint8Array(brotliCompressSync(bytes)) },
    { encoding: 'gzip', bytes: new Uint8Array(gzipSync(bytes, { level: 9 })) },
    { encoding: null, bytes },
  ];
}

/** Whether `Accept-Encoding` names it, and not with a weight of nothing (RFC 9110, 12.5.3). */
export function takes(acceptEncoding: string | undefined, encoding: string): boolean {
  return (acceptEncoding ?? '').split(',').some((entry) => {
    const [name = '', ...weights] = entry.toLowerCase().split(';');
    return name.trim() === encoding && !weights.some((weight) => /^\s*q=0(\.0*)?\s*$/.test(weight));
  });
}
