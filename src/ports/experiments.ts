/** Experiments as they run: when each began, how many leads it has drawn, who ended it, and what became of the leads. */
import type { ArmCounts } from '../domain/experiments/compare-arms.ts';
import type { Run } from '../domain/experiments/experiment.ts';
import type { Goal } from '../domain/performance/outcome.ts';

export interface ExperimentRepository {
  /** Every run there ever was, in the order of their names. */
  all(): Promise<Run[]>;

  /** The runs that this version of the ruleset has begun. One statement. */
  ofVersion(version: number): Promise<Run[]>;

  /**
   * Begins runs, or goes on with those that are there: the same name and split is one run, whichever versions have it.
   * @param runs each with an id, used when it is new
   * @returns all of them
   */
  begin(runs: readonly Pick<Run, 'id' | 'name' | 'split'>[], version: number, now: Date): Promise<Run[]>;

  /** Counts leads that were drawn, on top of what was counted before. */
  count(drawn: readonly { id: string; leads: number }[]): Promise<void>;

  /** @returns the run as it was ended, now or by somebody before; `null` when there is none */
  end(id: string, ending: { by: string; winner: string; at: Date }): Promise<Run | null>;

  /**
   * What became of the people in each arm. Whoever came several times counts once, by the first lead. Arms without leads are left out.
   * @param ripeBefore leads that came in earlier count as decided
   */
  tally(id: string, goal: Goal, ripeBefore: Date): Promise<ArmCounts[]>;
}
