/** Keeps the router going: routes batch after batch while leads wait. */
import type { RoutedBatch, RouteLeads } from '../app/route-leads.ts';
import type { Clock } from '../ports/clock.ts';
import { type Loop, startLoop } from './loop.ts';

/** How soon leads are seen that another instance accepted and whose wake-up stayed there. */
const LOOK_EVERY_MS = 1_000;

/** Another instance is routing; it may have taken its batch just before our lead arrived. */
const BUSY_PAUSE_MS = 50;

export interface RouterLoopOptions {
  routeLeads: RouteLeads;
  clock: Clock;
  onRouted(batch: RoutedBatch): void;
  onError(error: unknown): void;
}

export function startRouterLoop({ routeLeads, clock, onRouted, onError }: RouterLoopOptions): Loop {
  return startLoop({
    clock,
    everyMs: LOOK_EVERY_MS,
    onError,
    pass: async () => {
      const batch = await routeLeads();
      onRouted(batch);
      if (batch.state === 'busy') return BUSY_PAUSE_MS;
      return batch.state === 'more' ? 0 : null;
    },
  });
}
