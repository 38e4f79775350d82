/** One call of the upstream API as it arrived. Header values are never kept: they hold the credentials. */
type LoggedRequest = {
  At: string;
  Method: string;
  /** With the query. */
  Path: string;
  /** JSON as far as it could be read, otherwise the text. */
  Body: unknown;
  /** Null while unanswered, and for ever when the connection was dropped. */
  Status: number | null;
};

export type RequestLog = {
  entries(): readonly LoggedRequest[];
  /** @returns how to note the answer */
  add(request: Omit<LoggedRequest, 'Status'>): (status: number) => void;
  clear(): void;
};

export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = [];
  return {
    entries: () => entries,
    add: (request) => {
      const entry: LoggedRequest = { ...request, Status: null };
      entries.push(entry);
      return (status) => {
        entry.Status = status;
      };
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
