/** A sign of fraud on one side of a referral. `evidence` is for the site's staff: ids and facts, no personal data. */
type Signal = { signal: string; weight: number; evidence: string };

/** What was found on one side. `failed` names signals that could not be read. */
export type Suspicion = { signals: Signal[]; failed: string[] };
