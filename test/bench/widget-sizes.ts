import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const FOLDER = fileURLToPath(new URL('../../dist/widget/', import.meta.url));

/** Bytes as they are, and as gzip (level 9) and brotli (quality 11) send them, each file by itself. */
export type Size = { raw: number; gzip: number; brotli: number };

type WidgetFile = { file: string; role: 'loader' | 'interface' | 'chunk' | 'qr'; initial: boolean };

/** The built widget in the parts that a visitor loads at different moments. */
export function widgetSizes() {
  const { files }: { files: WidgetFile[] } = JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8'));
  const sizeOf = (wanted: (file: WidgetFile) => boolean) => total(files.filter(wanted));
  return {
    loader: sizeOf(({ role }) => role === 'loader'),
    first: sizeOf(({ role, initial }) => initial && role !== 'loader'),
    interface: sizeOf(({ role }) => role !== 'loader' && role !== 'qr'),
    qr: sizeOf(({ role }) => role === 'qr'),
  };
}

function total(files: WidgetFile[]): Size {
  const sizes = files.map(({ file }) => sizeOfFile(readFileSync(`${FOLDER}${file}`)));
  const sum = (part: keyof Size) => sizes.reduce((bytes, size) => bytes + size[part], 0);
  return { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
}

/** Node's brotli defaults to quality 11, which a server that compresses its files once uses. */
function sizeOfFile(bytes: Buffer): Size {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}
