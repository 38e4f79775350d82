import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogger } from '../../server/observe/logger.ts';

function capture(level: 'debug' | 'info' = 'debug') {
  const written: string[] = [];
  const log = createLogger({ level, stream: { write: (text) => written.push(text) } });
  return { log, written };
}

describe('the log', () => {
  test('writes exactly one line of JSON per call, whatever is logged (property)', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\r', '\n', '\u2028', '\u0000', '"', '\\', '%s', '{', 'a', '\u001b'),
    });
    fc.assert(
      fc.property(hostile, hostile, fc.anything(), (message, name, value) => {
        const { log, written } = capture();
        log.info({ [name]: value, text: message, err: new Error(message) }, message);
        expect(written).toHaveLength(1);
        const [line = ''] = written;
        expect(line.match(/[\r\n]/g)).toEqual(['\n']);
        expect(line.endsWith('\n')).toBe(true);
        expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: message });
      }),
    );
  });

  test('keeps its own level, time and message when a field has such a name', () => {
    const { log, written } = capture();
    log.warn({ level: 'info', time: 'never', msg: 'forged' }, 'true message');
    expect(written[0]?.match(/"level"/g)).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'true message',
      _msg: 'forged',
    });
  });

  test('redacts the message, the fields and the causes of errors', () => {
    const { log, written } = capture();
    const cause = new Error('connect postgres://goodturn:hunter2@db/x');
    log.error({ err: new Error('call with sk_live_hunter2', { cause }), token: 'hunter2' }, 'GET /c/hunter2');
    expect(written[0]).not.toContain('hunter2');
    expect(JSON.parse(written[0] ?? '').err).toMatchObject({
      name: 'Error',
      message: 'call with [redacted]',
      cause: { message: 'connect postgres://[redacted]@db/x' },
    });
  });

  test('leaves out what is under its level', () => {
    const { log, written } = capture('info');
    log.debug({}, 'detail');
    log.info({}, 'news');
    expect(written).toHaveLength(1);
  });
});
