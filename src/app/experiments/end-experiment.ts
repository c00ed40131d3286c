/** Ends an experiment: one arm gets all its leads from the next one on. */
import { experimentsOf, type Run, splitKey } from '../../domain/experiments/experiment.ts';
import { reportsOf } from './read-experiments.ts';
import { type ShowContext, showCard } from './show-experiments.ts';

export type EndOutcome =
  | { kind: 'ended'; keeps: string }
  /** Somebody was first. */
  | { kind: 'ended_before'; by: string; keeps: string }
  | { kind: 'refused'; because: 'unknown_experiment' | 'unknown_arm' };

/** @param id of the run, as its card says it, unchecked beyond its form */
export type EndExperiment = (id: string, arm: string, admin: string) => Promise<EndOutcome>;

export function createEndExperiment(context: ShowContext): EndExperiment {
  const { store, clock, ruleset } = context;
  return async (id, arm, admin) => {
    const run = (await store.experiments.all()).find((one) => one.id === id);
    const split = run && splitOf(run, ruleset);
    if (!run || !split) return { kind: 'refused', because: 'unknown_experiment' };
    if (!split.arms.some(({ name }) => name === arm)) return { kind: 'refused', because: 'unknown_arm' };
    const at = clock.now();
    const ended = await store.experiments.end(id, { by: admin, winner: arm, at });
    if (!ended) return { kind: 'refused', because: 'unknown_experiment' };
    for (const report of await reportsOf(context, [ended])) await showCard(context, report);
    const keeps = ended.winner ?? split.then;
    const mine = ended.endedAt?.getTime() === at.getTime() && ended.endedBy === admin;
    return mine ? { kind: 'ended', keeps } : { kind: 'ended_before', by: ended.endedBy ?? '', keeps };
  };
}

function splitOf({ name, split }: Run, ruleset: Parameters<typeof experimentsOf>[0]) {
  return experimentsOf(ruleset).find((one) => one.name === name && splitKey(one.split) === split)?.split;
}
