/**
 * What the router knows of the experiments while it routes a batch: one statement reads how far each has come, one writes how many leads were
 * drawn, and neither is sent where no rule is an experiment. The router's lock makes the count exact, whatever the number of instances, and
 * whoever ends an experiment is heard by the next batch.
 */
import { experimentsOf, type Run, splitKey } from '../../domain/experiments/experiment.ts';
import type { Lead } from '../../domain/lead.ts';
import type { Routed, Router } from '../../domain/rules/route-lead.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Repositories } from '../../ports/store.ts';

/** @returns what the router decides of each lead, in order */
export type RouteWithDraws = (tx: Repositories, leads: readonly Lead[], now: Date) => Promise<Routed[]>;

export function createRouteWithDraws(parts: { ruleset: Ruleset; ids: Ids }, router: Router): RouteWithDraws {
  const experiments = experimentsOf(parts.ruleset);
  return async (tx, leads, now) => {
    if (experiments.length === 0 || leads.length === 0) {
      return leads.map(({ attributes, screening }) => router.route(attributes, { screening }));
    }
    const known = await tx.experiments.ofVersion(router.version);
    const begun = known.length < experiments.length ? await beginRuns(parts, tx, router.version, now) : known;
    const runs = new Map(begun.map((run) => [run.name, { ...run, drawn: 0 }]));
    const decided = leads.map(({ id, attributes, screening }) => {
      const routed = router.route(attributes, { draw: { leadId: id, now, runs }, screening });
      const run = routed.arm === undefined ? undefined : runs.get(routed.rule ?? '');
      if (run) {
        // The next lead of the batch is to know.
        run.leads += 1;
        run.drawn += 1;
      }
      return routed;
    });
    const drawn = [...runs.values()].filter((run) => run.drawn > 0).map((run) => ({ id: run.id, leads: run.drawn }));
    if (drawn.length > 0) await tx.experiments.count(drawn);
    return decided;
  };
}

/** Begins the experiments of a ruleset, or goes on with them. @returns their runs */
export function beginRuns(
  { ruleset, ids }: { ruleset: Ruleset; ids: Ids },
  store: Pick<Repositories, 'experiments'>,
  version: number,
  now: Date,
): Promise<Run[]> {
  const runs = experimentsOf(ruleset).map(({ name, split }) => ({ id: ids.next(), name, split: splitKey(split) }));
  return store.experiments.begin(runs, version, now);
}
