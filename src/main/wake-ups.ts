/** Wake-ups within the process. What is woken registers later than what wakes: until then a wake-up goes to nobody. */
import type { Wake } from '../ports/wake.ts';

export interface WakeUps extends Wake {
  /** Says who is woken from now on. */
  connect(listeners: { router(): void; assigner(): void; deliveries(): void }): void;
}

export function createWakeUps(): WakeUps {
  let listeners = { router: () => {}, assigner: () => {}, deliveries: () => {} };
  return {
    connect: (to) => {
      listeners = to;
    },
    router: () => listeners.router(),
    assigner: () => listeners.assigner(),
    deliveries: (conversationIds) => {
      if (conversationIds.length > 0) listeners.deliveries();
    },
  };
}
