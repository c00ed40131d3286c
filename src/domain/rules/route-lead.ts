/**
 * Where a lead goes, and why: the ruleset as one pure function. First screening, then the rules. It never throws; what cannot be routed goes
 * to review.
 */
import { type ChosenArm, chooseArm, type DrawFacts } from '../experiments/choose-arm.ts';
import { experimentsOf } from '../experiments/experiment.ts';
import type { LeadAttributes, Screening } from '../lead.ts';
import type { Destination } from '../lead-event.ts';
import type { PublishedRuleset, Rule } from '../ruleset.ts';
import { compileScreening } from '../screening/screen.ts';
import type { Trace, TraceStep } from '../trace.ts';
import { compileRules, type PassOver } from './compile-rules.ts';
import { explainMatch } from './explain-match.ts';
import { FieldSlots, LeadView } from './lead-view.ts';

export interface Router {
  /** The ruleset's version, which a routed lead remembers. */
  readonly version: number;
  route(attributes: LeadAttributes, known?: KnownFacts): Routed;
  /** Screening alone, for a lead that stays where it is. @returns `null` where nothing is screened */
  screen(attributes: LeadAttributes): Screening | null;
}

/** What is known of a lead beside what it says. */
export interface KnownFacts {
  /** What experiments draw by; without them as for a lead of which nothing else is known. */
  draw?: DrawFacts;
  /** What screening found before; once an admin has approved the lead, it is over, and no rule sends it to review or out. */
  screening?: Screening | null;
}

export interface Routed {
  to: Destination;
  trace: Trace;
  /** The rule that decided; absent where none matched, and where screening decided. */
  rule?: string;
  /** The arm of that rule's experiment that chance drew; absent where it did not. */
  arm?: string;
  /** What screening found this time; absent where nothing was screened. */
  screening?: Screening;
}

/** The result is worth keeping: it costs about 20 µs per rule, a lead then a few µs. */
export function compileRuleset(ruleset: PublishedRuleset): Router {
  const fields = new FieldSlots();
  const screen = compileScreening(ruleset.screening, fields);
  const compiled = compileRules(ruleset.rules, fields);
  const experiments = new Map(experimentsOf(ruleset).map((experiment) => [experiment.split, experiment]));
  const keepsFromSales: PassOver = (position) => isKept(ruleset.rules[position]);

  function byRules(lead: LeadView, attributes: LeadAttributes, facts: KnownFacts, passOver?: PassOver): Routed {
    const winner = compiled.match(lead, passOver);
    const rule = ruleset.rules[winner];
    const trace = explainMatch(ruleset.rules, compiled, lead, winner, passOver);
    if (!rule) return { to: NO_RULE, trace: [...trace, destinationStep(NO_RULE, 'no rule matched')] };
    const because = `rule ${winner + 1} says so`;
    const { name, then } = rule;
    if (then.kind !== 'split') return { to: then, trace: [...trace, destinationStep(then, because)], rule: name };
    const experiment = experiments.get(then);
    if (!experiment) throw new Error('every split is an experiment');
    const chosen = chooseArm(experiment, attributes, facts.draw ?? null);
    const { to } = chosen.arm;
    return { to, trace: [...trace, chosen.step, destinationStep(to, because)], rule: name, ...drawn(chosen) };
  }

  return {
    version: ruleset.version,
    route(attributes, known = {}) {
      try {
        const lead = new LeadView(fields, attributes);
        const approvedBy = known.screening?.approvedBy ?? null;
        if (approvedBy !== null) {
          const routed = byRules(lead, attributes, known, keepsFromSales);
          return { ...routed, trace: [{ step: 'approved', by: approvedBy }, ...routed.trace] };
        }
        const { screening, to, trace } = screen(lead, attributes);
        if (!screening) return byRules(lead, attributes, known);
        if (to) return { to, trace, screening };
        const routed = byRules(lead, attributes, known);
        return { ...routed, trace: [...trace, ...routed.trace], screening };
      } catch (error) {
        return failed(error);
      }
    },
    screen: (attributes) => screen(new LeadView(fields, attributes), attributes).screening,
  };
}

function isKept(rule: Rule | undefined): boolean {
  return rule?.then.kind === 'review' || rule?.then.kind === 'disqualify';
}

const NO_RULE: Destination = { kind: 'review', reason: 'no rule matched' };

function drawn({ arm, drawn }: ChosenArm): { arm?: string } {
  return drawn ? { arm: arm.name } : {};
}

function destinationStep(to: Destination, because: string): TraceStep {
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
