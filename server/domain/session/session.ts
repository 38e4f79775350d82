export interface SessionRows {
  end(sessionId: string, expiresAt: number): Promise<void>;
  isEnded(sessionId: string): Promise<boolean>;
  prune(now: number): Promise<void>;
}
