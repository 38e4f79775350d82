import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DomainError } from '../domain/errors.ts';

/** Largest body in bytes, as sent and after decompression (design, section 6). */
export const MAX_BODY_BYTES = 1_000_000;

const inflate = promisify(gunzip);

/**
 * The bytes of a request's body, decompressed. They come before any parsing because signatures and fingerprints
 * are made over them. A route may allow more bytes. Throws `payload_too_large` while holding at most about one body in memory.
 */
export async function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  const bytes =
    declared === null
      ? await readChunks(request.body, maxBytes)
      : await readDeclared(request, declared, maxBytes);
  const encoding = request.headers.get('content-encoding');
  return encoding === null ? bytes : decode(bytes, encoding.trim().toLowerCase(), maxBytes);
}

/** The parser of Node holds the sender to the declared length, so one read without counting is safe and fast. */
async function readDeclared(request: Request, declared: string, maxBytes: number): Promise<Uint8Array> {
  if (!/^\d+$/.test(declared)) throw new DomainError('bad_request', 'Content-Length is not a number.');
  if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
  const bytes = new Uint8Array(await received(request.arrayBuffer()));
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

async function readChunks(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await received(reader.read());
    if (done) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > maxBytes) {
      // Not awaited: a sender that goes on for ever must not hold up the answer.
      reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
}

/** A sender that hangs up halfway is no fault of ours, so it must not be logged as one. */
async function received<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw new DomainError('bad_request', 'The body did not arrive whole.', { cause });
  }
}

async function decode(bytes: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array> {
  if (encoding === '' || encoding === 'identity') return bytes;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new DomainError('unsupported_media_type', 'The body may be plain or compressed with gzip.');
  }
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes);
    throw new DomainError('invalid_body', 'The body is not valid gzip.', { cause });
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('payload_too_large', `The body is larger than ${maxBytes / 1_000_000} MB.`);
}
