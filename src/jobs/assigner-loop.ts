/** Keeps the assigner going: pass after pass while leads are due. */
import type { AssignedBatch, AssignLeads } from '../app/push/assign-leads.ts';
import type { Clock } from '../ports/clock.ts';
import { type Loop, startLoop } from './loop.ts';

/** How late an offer may end, and how soon leads are seen whose wake-up stayed in another instance. */
const LOOK_EVERY_MS = 1_000;

/** Another instance is assigning; it may have taken its batch just before our lead arrived. */
const BUSY_PAUSE_MS = 50;

export interface AssignerLoopOptions {
  assignLeads: AssignLeads;
  clock: Clock;
  onAssigned(batch: AssignedBatch): Promise<void>;
  onError(error: unknown): void;
}

export function startAssignerLoop({ assignLeads, clock, onAssigned, onError }: AssignerLoopOptions): Loop {
  return startLoop({
    clock,
    everyMs: LOOK_EVERY_MS,
    onError,
    pass: async () => {
      const batch = await assignLeads();
      await onAssigned(batch);
      if (batch.state === 'busy') return BUSY_PAUSE_MS;
      return batch.state === 'more' ? 0 : null;
    },
  });
}
