/** Experiments and what became of their leads. */
import type { ArmCounts } from '../domain/experiments/compare-arms.ts';
import type { Run } from '../domain/experiments/experiment.ts';
import type { ExperimentRepository } from '../ports/experiments.ts';
import type { Session } from './session.ts';
import { ALL_RUNS, BEGIN_RUNS, COUNT_DRAWN, END_RUN, RUNS_OF_VERSION, TALLY } from './sql/experiments.ts';

export function experimentRepository({ sql }: Session): ExperimentRepository {
  return {
    all: () => sql<Run>(ALL_RUNS),

    ofVersion: (version) => sql<Run>(RUNS_OF_VERSION, version),

    begin: (runs, version, now) => sql<Run>(BEGIN_RUNS, JSON.stringify(runs), version, now.toISOString()),

    async count(drawn) {
      await sql(COUNT_DRAWN, JSON.stringify(drawn));
    },

    async end(id, { by, winner, at }) {
      return (await sql<Run>(END_RUN, id, at.toISOString(), by, winner))[0] ?? null;
    },

    tally: (id, goal, ripeBefore) => sql<ArmCounts>(TALLY, id, goal, ripeBefore.toISOString()),
  };
}
