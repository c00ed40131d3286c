/** What is wrong between the arms of an experiment, and between experiments. */
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import type { DraftRule } from './draft.ts';
import type { Finding } from './problem.ts';

export function checkExperiments(rules: readonly DraftRule[]): Finding[] {
  return rules.flatMap((rule, index) =>
    rule.arms.length === 0 ? [] : [...armsOf(rule, index), ...keptArm(rule, index), ...nameOf(rules, index)],
  );
}

function armsOf({ arms }: DraftRule, index: number): Finding[] {
  return arms.flatMap(({ name, pool, rep }, place) => {
    const split = ['rules', index, 'then', 'split'];
    const same = arms.findIndex((arm) => arm.name === name);
    if (name !== null && same < place) {
      return [{ path: [...split, place, 'arm'], message: `is the same as that of split[${same}]` }];
    }
    const alike = arms.findIndex((arm) => (pool ?? rep) !== null && arm.pool === pool && arm.rep === rep);
    if (alike < 0 || alike === place) return [];
    return [{ path: [...split, place], message: `leads where split[${alike}] does: there is nothing to compare` }];
  });
}

function keptArm({ arms, keeps }: DraftRule, index: number): Finding[] {
  const names = arms.flatMap(({ name }) => name ?? []);
  if (keeps === null || names.includes(keeps)) return [];
  const nearest = nearestName(keeps, names);
  const hint = nearest ? `did you mean "${nearest}"?` : `there are ${names.join(', ')}`;
  return [{ path: ['rules', index, 'then', 'then'], message: `there is no arm "${keeps}"; ${hint}` }];
}

/** Leads remember their experiment by the rule's name. */
function nameOf(rules: readonly DraftRule[], index: number): Finding[] {
  const name = rules[index]?.name ?? null;
  const other = rules.findIndex((rule, place) => place !== index && name !== null && rule.name === name);
  if (other < 0) return [];
  // Of two experiments the second is told.
  if (other > index && (rules[other]?.arms.length ?? 0) > 0) return [];
  const message = `is the same as that of rules[${other}]: an experiment needs a name of its own`;
  return [{ path: ['rules', index, 'name'], message }];
}
