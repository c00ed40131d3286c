/** Where a lead goes, and why: the ruleset as one pure function. It never throws; what cannot be routed goes to review. */
import type { LeadAttributes } from '../lead.ts';
import type { Destination } from '../lead-event.ts';
import type { PublishedRuleset, Rule } from '../ruleset.ts';
import type { Trace, TraceStep } from '../trace.ts';
import { compileRules } from './compile-rules.ts';
import { explainMatch } from './explain-match.ts';
import { LeadView } from './lead-view.ts';

export interface Router {
  /** The ruleset's version, which a routed lead remembers. */
  readonly version: number;
  route(attributes: LeadAttributes): Routed;
}

export interface Routed {
  to: Destination;
  trace: Trace;
  /** The rule that decided; absent where none matched. */
  rule?: string;
}

/** The result is worth keeping: it costs about 20 µs per rule, a lead then a few µs. */
export function compileRuleset(ruleset: PublishedRuleset): Router {
  const compiled = compileRules(ruleset.rules);
  return {
    version: ruleset.version,
    route(attributes) {
      try {
        const lead = new LeadView(compiled.fields, attributes);
        const winner = compiled.match(lead);
        const rule = ruleset.rules[winner];
        const to = destination(rule);
        const trace = [...explainMatch(ruleset.rules, compiled, lead, winner), destinationStep(to, winner)];
        return { to, trace, ...(rule ? { rule: rule.name } : {}) };
      } catch (error) {
        return failed(error);
      }
    },
  };
}

function destination(rule: Rule | undefined): Destination {
  return rule ? rule.then : { kind: 'review', reason: 'no rule matched' };
}

function destinationStep(to: Destination, winner: number): TraceStep {
  const because = winner < 0 ? 'no rule matched' : `rule ${winner + 1} says so`;
  return { step: 'destination', kind: to.kind, name: destinationName(to), because };
}

function destinationName(to: Destination): string {
  switch (to.kind) {
    case 'pool':
      return to.pool;
    case 'rep':
      return to.rep;
    default:
      return to.reason;
  }
}

/** The error's kind only: its message may repeat what the lead says. */
function failed(error: unknown): Routed {
  const kind = error instanceof Error ? error.name : 'unknown error';
  return { to: { kind: 'review', reason: 'routing failed' }, trace: [{ step: 'failed', because: kind }] };
}
