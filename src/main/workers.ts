/** Everything that works in the background: the router, the delivery workers, the cron table. */

import type { Directory } from '../app/chat/directory.ts';
import { deliverCards } from '../app/delivery/deliver-cards.ts';
import type { NotifyAdmins } from '../app/delivery/notify-admins.ts';
import { showExperiments } from '../app/experiments/show-experiments.ts';
import type { DeadLetterContext } from '../app/hand-over/dead-letters.ts';
import { type AssignContext, createAssignLeads } from '../app/push/assign-leads.ts';
import { tellHeld } from '../app/push/tell-held.ts';
import { createRouteLeads } from '../app/route-leads.ts';
import { createKeepLimits } from '../app/time-limits/keep-limits.ts';
import { compileRuleset } from '../domain/rules/route-lead.ts';
import type { PlatformName, PublishedRuleset } from '../domain/ruleset.ts';
import type { Heartbeat } from '../http/health.ts';
import { startAssignerLoop } from '../jobs/assigner-loop.ts';
import { startDeliveryWorker } from '../jobs/delivery-worker.ts';
import { startRouterLoop } from '../jobs/router-loop.ts';
import { startTimekeeperLoop } from '../jobs/timekeeper-loop.ts';
import type { Metrics } from '../obs/metrics.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Outside } from './hand-over.ts';
import { startHandOverWorkers } from './hand-over-workers.ts';
import { startSchedule, sweepDeliveries } from './schedule.ts';
import type { WakeUps } from './wake-ups.ts';

export interface WorkersOptions {
  context: AssignContext & { ruleset: PublishedRuleset };
  jobs: Jobs;
  /** About leads to be handed over, by target. */
  handOvers: ReadonlyMap<string, Jobs>;
  outside: Outside;
  deadLetters: DeadLetterContext;
  platforms: ReadonlyMap<PlatformName, ChatPlatform>;
  directory: Directory;
  notifyAdmins: NotifyAdmins;
  metrics: Metrics;
  routerBeat: Heartbeat;
  cronBeat: Heartbeat;
  wake: WakeUps;
  log: Log;
}

export function startWorkers(options: WorkersOptions): { stop(): Promise<void> } {
  const { context, jobs, platforms, metrics, routerBeat, wake, log } = options;
  const { store, clock } = context;

  const router = startRouterLoop({
    routeLeads: createRouteLeads(context, compileRuleset(context.ruleset)),
    clock,
    onRouted: (batch) => {
      routerBeat.beat();
      for (const { to, name } of batch.routed) metrics.routed(to, name);
      if (batch.routed.length > 0) wake.assigner();
    },
    onError: (error) => log.error('Routing failed; it is tried again', { err: error }),
  });

  const assigner = startAssignerLoop({
    assignLeads: createAssignLeads(context),
    clock,
    onAssigned: async ({ events, held }) => {
      for (const event of events) metrics.pushed(event);
      await tellHeld(context, held);
    },
    onError: (error) => log.error('Assigning failed; it is tried again', { err: error }),
  });

  const timekeeper = startTimekeeperLoop({
    keepLimits: createKeepLimits(context),
    clock,
    onKept: ({ events }) => metrics.kept(events),
    onError: (error) => log.error('Keeping time limits failed; it is tried again', { err: error }),
  });

  const delivery = {
    store,
    clock,
    ruleset: context.ruleset,
    platforms,
    directory: options.directory,
    notifyAdmins: options.notifyAdmins,
    ids: context.ids,
    onStep: (platform: PlatformName, result: { kind: string }) => metrics.delivered(platform, result.kind),
  };
  const deliveries = startDeliveryWorker({
    jobs,
    clock,
    deliver: (conversationId, signal) => deliverCards(delivery, conversationId, signal),
    onError: (error, conversationId) =>
      log.error('Delivering failed; it is tried again', { err: error, conversationId }),
  });
  const handOvers = startHandOverWorkers({
    context,
    outside: options.outside,
    jobs: options.handOvers,
    deadLetters: options.deadLetters,
    metrics,
    log,
  });
  wake.connect({ router: router.wake, assigner: assigner.wake, deliveries: deliveries.wake });

  // What a process that died left behind is not kept waiting for the first tick.
  sweepDeliveries(context).catch((error: unknown) =>
    log.error('The first sweep failed; the next one follows', { err: error }),
  );
  // A new experiment has its card from the start, and one that is gone says so.
  showExperiments(context, options.notifyAdmins).catch((error: unknown) =>
    log.error('The experiments could not be shown; they are tomorrow morning', { err: error }),
  );
  const cron = startSchedule({
    context,
    notifyAdmins: options.notifyAdmins,
    crms: options.outside.crms,
    metrics,
    cronBeat: options.cronBeat,
    log,
  });

  return {
    stop: async () => {
      await cron.stop();
      await router.stop();
      await assigner.stop();
      await timekeeper.stop();
      await Promise.all(handOvers.map((worker) => worker.stop()));
      await deliveries.stop();
    },
  };
}
