/** The period [from, to) in epoch ms, in programs of one site. */
export type ReportPeriod = { siteId: string; programIds: string[]; from: number; to: number };

export const STAGES = ['clicks', 'attributed', 'qualified', 'rewarded', 'issued', 'opened'] as const;
type StageCounts = Partial<Record<(typeof STAGES)[number], number>>;

/** What one query counted: all of it, or the part that came by campaign codes of one source. */
export type SourceCounts = { source: string | null; counts: StageCounts };

/** The counts behind the funnel, each by source. */
export interface ReportRows {
  /** Counted visits by the source of their code; share links have none. */
  clicks(period: ReportPeriod): Promise<SourceCounts[]>;
  /** Referrals that began in the period. */
  referrals(period: ReportPeriod): Promise<SourceCounts[]>;
  /** Events of the period that came by campaign codes, by source. */
  campaignEvents(period: ReportPeriod): Promise<SourceCounts[]>;
  /** Rewards that were made in the period, by the source of their event. */
  rewards(period: ReportPeriod): Promise<SourceCounts[]>;
}
