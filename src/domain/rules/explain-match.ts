/** The rules' part of a trace: why the nearest rules before the deciding one did not match, and why that one did. */
import type { Rule } from '../ruleset.ts';
import type { Trace } from '../trace.ts';
import type { CompiledRules, PassOver } from './compile-rules.ts';
import type { LeadView } from './lead-view.ts';

/** More rules than this before the deciding one are counted, not explained; each costs about 0.2 µs. */
export const RULES_EXPLAINED = 25;

/**
 * @param rules those that `compiled` was made of
 * @param winner position of the deciding rule; -1 when none matched
 * @param passOver rules that were left out
 */
export function explainMatch(
  rules: readonly Rule[],
  compiled: CompiledRules,
  lead: LeadView,
  winner: number,
  passOver?: PassOver,
): Trace {
  const end = winner < 0 ? rules.length : winner;
  const start = Math.max(0, end - RULES_EXPLAINED);
  const trace: Trace = start > 0 ? [{ step: 'rules-skipped', count: start }] : [];
  for (let position = start; position <= end; position += 1) {
    const rule = rules[position];
    if (!rule) continue;
    if (passOver?.(position)) {
      trace.push({ step: 'rule-passed-over', rule: rule.name, position: position + 1 });
      continue;
    }
    const matched = position === winner;
    const because = compiled.explanation(position)(lead, matched);
    trace.push({ step: 'rule', rule: rule.name, position: position + 1, matched, because });
  }
  return trace;
}
