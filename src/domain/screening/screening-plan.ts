/** How a routing file wants leads judged before any rule sees them. */
import type { Condition } from '../condition.ts';
import type { Verdict } from '../lead.ts';

export interface ScreeningPlan {
  by: ByRules | ByGivenScore | ByHand;
  /** Who is no lead, whatever the score. */
  block: Senders;
  /** Who is one, whatever the score. */
  allow: Senders;
}

/** Dibs counts. */
export interface ByRules {
  kind: 'rules';
  rules: ScoreRule[];
  thresholds: Thresholds;
}

/** Somebody else has counted, and the lead brings the result. */
export interface ByGivenScore {
  kind: 'score';
  /** A lead field or `custom.<key>`. */
  field: string;
  /** What becomes of a lead that brings none. */
  without: Verdict;
  thresholds: Thresholds;
}

/** Every lead goes to review. */
export interface ByHand {
  kind: 'hand';
}

export interface ScoreRule {
  /** Unique; what counted, as people read it. */
  name: string;
  when: Condition;
  /** A whole number, so that the order of adding up does not matter; not 0. */
  points: number;
}

/** What lies between goes to review. */
export interface Thresholds {
  /** From this score on. */
  qualified: number;
  /** Up to and including this score; lower than `qualified`. `null`: nothing is disqualified by its score. */
  disqualified: number | null;
}

/** Normalised, as leads are. */
export interface Senders {
  emails: string[];
  /** Of the e-mail address or the website; those below it are meant too. */
  domains: string[];
  /** E.164. */
  phones: string[];
}
