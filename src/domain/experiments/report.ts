/** An experiment as people see it: a card in the admins' channel, and a part of a digest. */
import type { Card, CardAction, CardChart } from '../card.ts';
import type { Goal } from '../performance/outcome.ts';
import { type ArmCounts, type Comparison, compareArms } from './compare-arms.ts';
import { type Ending, type Experiment, endingOf, type Run } from './experiment.ts';
import { armLabel, armLine, endingText, untilText, verdictLines } from './words.ts';

export interface ExperimentReport {
  experiment: Experiment;
  run: Run;
  /** `null` while it goes on. */
  ending: Ending | null;
  comparison: Comparison;
}

export function reportOf(experiment: Experiment, run: Run, counts: readonly ArmCounts[], now: Date): ExperimentReport {
  const comparison = compareArms(experiment.split, counts);
  return { experiment, run, ending: endingOf(experiment, run, now), comparison };
}

/** Small print: what the figures are. */
const FIGURES =
  'Rates are of all people drawn, open ones included; each counts once. In brackets: where the true figure lies, 95 times of 100.';

export function experimentCard({ experiment, run, ending, comparison }: ExperimentReport): Card {
  const { name, split } = experiment;
  const lines = verdictLines(comparison, split.goal);
  const found = comparison.verdict.kind === 'found';
  return {
    summary: `Experiment ${name}: ${ending ? endingText(ending, run.endedBy) : (lines[0] ?? '')}`,
    title: `Experiment: ${name}`,
    tone: ending ? 'closed' : found ? 'attention' : 'report',
    fields: [
      ...(ending ? [{ label: 'Over', value: endingText(ending, run.endedBy) }] : []),
      ...comparison.arms.map((arm) => ({ label: armLabel(arm), value: armLine(arm, split.goal) })),
    ],
    quote: lines.join('\n'),
    ...(found ? { charts: [chartOf(split.goal, comparison)] } : {}),
    footer: [{ text: [sinceText(run), untilText(experiment)].join(', ') }, { text: FIGURES }],
    actions: ending?.because === 'ended' ? [] : [endMenu(experiment, run)],
  };
}

/** Only of a difference that is there: bars of unequal length say that there is one, whatever stands beside them. */
function chartOf(goal: Goal, { arms }: Comparison): CardChart {
  return {
    title: goal === 'won' ? 'Won, of 100 leads' : 'Opportunities, of 100 leads',
    kind: 'bar',
    unit: 'of 100 leads',
    points: arms.map(({ arm, rate }) => ({ label: arm, value: Math.round((rate?.value ?? 0) * 1000) / 10 })),
  };
}

/** What stands in the place of a card whose experiment was taken out of the routing file, or split another way. */
export function goneCard({ name }: Pick<Run, 'name'>): Card {
  const text = 'The routing file no longer has this experiment in this form.';
  return {
    summary: `Experiment ${name}: ${text}`,
    title: `Experiment: ${name}`,
    tone: 'closed',
    fields: [],
    footer: [{ text }],
    actions: [],
  };
}

function sinceText({ startedAt }: Run): string {
  return `Since ${startedAt.toISOString().slice(0, 10)}`;
}

/** An experiment that came to its end by itself can still be given another arm to keep. */
function endMenu({ split }: Experiment, { id }: Run): CardAction {
  return {
    kind: 'select',
    id: 'end-experiment',
    placeholder: 'End it: keep…',
    options: split.arms.map(({ name }) => ({ value: name, label: `Keep ${name}` })),
    value: id,
  };
}

/** A line of a digest: what each arm has come to, and the verdict. */
export function experimentLine({ experiment, run, ending, comparison }: ExperimentReport): string {
  const { goal } = experiment.split;
  const arms = comparison.arms.map((arm) => `${armLabel(arm)}: ${armLine(arm, goal)}`);
  const [verdict = ''] = ending ? [endingText(ending, run.endedBy)] : verdictLines(comparison, goal);
  return `${arms.join('; ')}. ${verdict}`;
}
