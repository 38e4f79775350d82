export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Structured log. Fields and messages are redacted behind this port at any depth, so handing over an error
 * whole (`{ err }`) is right and building text from it is not.
 */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
