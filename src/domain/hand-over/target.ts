/** Systems outside to which leads are handed over, as the routing file names them. */
import type { Condition } from '../condition.ts';
import type { CrmStage } from './crm-stage.ts';
import type { WebhookEvent } from './webhook-event.ts';

export type HandOverTarget = CrmTarget | WebhookTarget;

interface AnyTarget {
  /** Unique among the targets; the queue, the metrics and the environment variables go by it. */
  id: string;
  /** Which leads; `null`: all. */
  when: Condition | null;
}

export interface CrmTarget extends AnyTarget {
  to: 'hubspot' | 'salesforce';
  /** Lead field (or `custom.<key>`) → property there; beside or instead of the usual ones. `false`: it is not written. */
  fields: Record<string, string | false>;
  /** What the property that says how far a lead has come is set to; stages that are not here have the usual word. */
  stages: Partial<Record<CrmStage, string>>;
  /** Whether leads that are no leads for sales get a record too. */
  disqualified: boolean;
  /** Their words for why a deal was lost → ours, from `LOST_REASONS`. Compared without regard to case. */
  lostReasons: Record<string, string>;
}

export interface WebhookTarget extends AnyTarget {
  to: 'webhook';
  url: string;
  /** `null`: all. */
  events: WebhookEvent[] | null;
}
