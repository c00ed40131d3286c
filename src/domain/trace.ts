/**
 * The trace: why a lead went where it went, step by step, in codes with the facts beside them.
 * It is stored with the `routed` event for as long as the lead, and read back by the API and the cards.
 */

export type TraceStep =
  /**
   * A rule that did not match; `because` names the first condition that failed, with the lead's value unless the field
   * identifies the lead or is a custom one. `position` counts from 1.
   */
  | { step: 'rule'; rule: string; position: number; matched: false; because: string }
  /** The rule that decided; `because` lists the conditions that held. */
  | { step: 'rule'; rule: string; position: number; matched: true; because: string }
  /** Rules before the listed ones that did not match either; left out to keep the trace short. */
  | { step: 'rules-skipped'; count: number }
  /** What the deciding rule leads to. */
  | { step: 'destination'; kind: 'pool' | 'rep' | 'review' | 'disqualify'; name: string; because: string }
  /** Routing itself failed; the lead went to review instead of being lost. */
  | { step: 'failed'; because: string };

export type Trace = TraceStep[];

/** A trace in plain words, one sentence per step, for the API, the command line and cards. */
export function describeTrace(trace: Trace): string[] {
  return trace.map(describeStep);
}

function describeStep(step: TraceStep): string {
  switch (step.step) {
    case 'rules-skipped':
      return `${step.count} earlier ${step.count === 1 ? 'rule' : 'rules'} did not match.`;
    case 'rule':
      return `Rule ${step.position} "${step.rule}" ${step.matched ? 'matched' : 'did not match'}: ${step.because}.`;
    case 'destination':
      return `${GOES_TO[step.kind]} "${step.name}", because ${step.because}.`;
    case 'failed':
      return `Routing failed (${step.because}), so an admin decides.`;
  }
}

const GOES_TO = {
  pool: 'Goes to the pool',
  rep: 'Goes to the rep',
  review: 'Goes to review:',
  disqualify: 'Is disqualified:',
} as const;
