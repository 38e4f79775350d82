import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import type { Log, LogFields } from '../domain/log.ts';
import { redact } from './redact.ts';
import { redactText } from './redact-text.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

type LoggerOptions = {
  level: LogLevel;
  /** Where lines go; standard output when absent. */
  stream?: DestinationStream;
};

/** Names that the logger itself writes. A field of that name would give the line a second level, time or message. */
const OWN_NAMES = ['level', 'time', 'msg'];

/**
 * The log: one JSON object per line, everything redacted before it is written. JSON escapes every control
 * character, so no value can end a line or begin another.
 */
export function createLogger({ level, stream }: LoggerOptions): Log {
  // Asynchronous writing joins what comes while the pipe is busy; pino flushes it when the process ends.
  const target = stream ?? destination({ dest: 1, sync: false });
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Errors arrive here redacted and flat; the built-in serializer would take them apart again.
    serializers: { err: (err: unknown) => err },
  };
  const lines = pino(options, target);

  function writer(method: 'debug' | 'info' | 'warn' | 'error') {
    return (fields: LogFields, message: string): void => {
      if (lines.isLevelEnabled(method)) lines[method](safeFields(fields), redactText(message));
    };
  }
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

function safeFields(fields: LogFields): object {
  const safe = redact(fields);
  if (typeof safe !== 'object' || safe === null) return {};
  if (!OWN_NAMES.some((name) => name in safe)) return safe;
  const entries = Object.entries(safe).map(([name, value]) => [
    OWN_NAMES.includes(name) ? `_${name}` : name,
    value,
  ]);
  return Object.fromEntries(entries);
}
