/** What screening makes of a lead: whether sales should spend time on it, and why. Pure; the rules only see what passes. */
import type { LeadAttributes, ScoreReason, Screening, Verdict } from '../lead.ts';
import type { Destination } from '../lead-event.ts';
import { asNumber } from '../rules/comparable.ts';
import { compilePredicate } from '../rules/compile-condition.ts';
import type { FieldSlots, LeadView } from '../rules/lead-view.ts';
import type { Trace, TraceStep } from '../trace.ts';
import { knownSenders } from './known-senders.ts';
import { rangeOf, scoreText } from './score-words.ts';
import type { ByGivenScore, ByRules, ScreeningPlan, Thresholds } from './screening-plan.ts';
import { suspicionOf } from './suspicion.ts';

export interface Screened {
  /** `null` where nothing is screened. */
  screening: Screening | null;
  /** Where the verdict sends the lead; `null`: the rules decide. */
  to: Extract<Destination, { kind: 'review' | 'disqualify' }> | null;
  /** What counted, in the file's order, and the verdict. */
  trace: Trace;
}

/** @param lead made of the fields that the screening was compiled with */
export type Screen = (lead: LeadView, attributes: LeadAttributes) => Screened;

/** What was found, before it is told. */
interface Finding {
  verdict: Verdict;
  score: number | null;
  /** Continues "…, since". Holds no value of the lead. */
  because: string;
  /** Why it is in review or out, by itself. */
  reason: string;
  reasons: Screening['reasons'];
}

const UNSCREENED: Screened = { screening: null, to: null, trace: [] };

/**
 * @param plan absent: only what a form found suspicious is stopped
 * @param fields collects the fields that the conditions ask for, of which each `LeadView` is made afterwards
 */
export function compileScreening(plan: ScreeningPlan | undefined, fields: FieldSlots): Screen {
  if (!plan) {
    return (_lead, attributes) => {
      const finding = suspicious(attributes);
      return finding ? told(finding) : UNSCREENED;
    };
  }
  const bySender = compileSenders(plan);
  const byPlan = compileWay(plan, fields);
  return (lead, attributes) => told(bySender(attributes) ?? suspicious(attributes) ?? byPlan(lead));
}

/** A listed person says more than the domain they write from, so one of a blocked company may be let in, and the other way round. */
function compileSenders({ block, allow }: ScreeningPlan): (attributes: LeadAttributes) => Finding | null {
  const lists = [
    { of: knownSenders(allow), verdict: 'qualified', name: 'allow' },
    { of: knownSenders(block), verdict: 'disqualified', name: 'block' },
  ] as const;
  return (attributes) => {
    for (const kind of ['person', 'company'] as const) {
      for (const { of, verdict, name } of lists) {
        const what = of[kind](attributes);
        if (what !== null) return found(verdict, `${what} is on the ${name} list`);
      }
    }
    return null;
  };
}

function suspicious(attributes: LeadAttributes): Finding | null {
  const because = suspicionOf(attributes);
  return because === null ? null : found('disqualified', because);
}

function compileWay({ by }: ScreeningPlan, fields: FieldSlots): (lead: LeadView) => Finding {
  switch (by.kind) {
    case 'rules':
      return compileRules(by, fields);
    case 'score':
      return compileGivenScore(by, fields);
    case 'hand':
      return () => found('review', 'every lead is looked at first');
  }
}

function compileRules({ rules, thresholds }: ByRules, fields: FieldSlots): (lead: LeadView) => Finding {
  const tests = rules.map(({ name, when, points }) => ({
    holds: compilePredicate(fields, when),
    reason: { name, points },
  }));
  return (lead) => {
    const reasons: ScoreReason[] = [];
    let score = 0;
    for (const { holds, reason } of tests) {
      if (!holds(lead)) continue;
      reasons.push(reason);
      score += reason.points;
    }
    return { ...judged(score, thresholds), reasons };
  };
}

function compileGivenScore({ field, without, thresholds }: ByGivenScore, fields: FieldSlots) {
  const slot = fields.slot(field);
  return (lead: LeadView): Finding => {
    const score = asNumber(lead.value(slot));
    return score === null ? found(without, 'it came without a score') : judged(score, thresholds);
  };
}

function judged(score: number, thresholds: Thresholds): Finding {
  const { qualified, disqualified } = thresholds;
  const isOut = disqualified !== null && score <= disqualified;
  const verdict = score >= qualified ? 'qualified' : isOut ? 'disqualified' : 'review';
  const range = rangeOf(score, thresholds);
  return { verdict, score, because: `it is ${range}`, reason: `Score ${scoreText(score)}: ${range}`, reasons: [] };
}

function found(verdict: Verdict, because: string): Finding {
  const reason = because.charAt(0).toUpperCase() + because.slice(1);
  return { verdict, score: null, because, reason, reasons: [] };
}

function told({ verdict, score, because, reason, reasons }: Finding): Screened {
  const steps = reasons.map(({ name, points }): TraceStep => ({ step: 'scored', rule: name, points }));
  return {
    screening: { verdict, score, reasons, approvedBy: null },
    to: verdict === 'qualified' ? null : { kind: verdict === 'review' ? 'review' : 'disqualify', reason },
    trace: [...steps, { step: 'screened', verdict, score, because }],
  };
}
