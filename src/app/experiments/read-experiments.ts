/** What each experiment of the ruleset says so far. Two statements and one per experiment, whose cost goes with its leads. */
import { DAY_MS } from '../../domain/availability/local-time.ts';
import { experimentsOf, type Run, splitKey } from '../../domain/experiments/experiment.ts';
import { type ExperimentReport, reportOf } from '../../domain/experiments/report.ts';
import { RIPENS_AFTER_DAYS } from '../../domain/performance/outcome.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Repositories } from '../../ports/store.ts';

export interface ExperimentContext {
  store: Pick<Repositories, 'experiments'>;
  ruleset: Ruleset;
  clock: Clock;
}

/** @returns in the order of the file; those that have not begun are left out */
export async function readExperiments(context: ExperimentContext): Promise<ExperimentReport[]> {
  if (experimentsOf(context.ruleset).length === 0) return [];
  return reportsOf(context, await context.store.experiments.all());
}

/** @param runs of which those count that are in the ruleset */
export async function reportsOf(
  { store, ruleset, clock }: ExperimentContext,
  runs: readonly Run[],
): Promise<ExperimentReport[]> {
  const now = clock.now();
  const ripeBefore = new Date(now.getTime() - RIPENS_AFTER_DAYS * DAY_MS);
  const reports: ExperimentReport[] = [];
  for (const experiment of experimentsOf(ruleset)) {
    const key = splitKey(experiment.split);
    const run = runs.find(({ name, split }) => name === experiment.name && split === key);
    if (!run) continue;
    const counts = await store.experiments.tally(run.id, experiment.split.goal, ripeBefore);
    reports.push(reportOf(experiment, run, counts, now));
  }
  return reports;
}
