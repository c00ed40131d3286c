/** Systems outside that get leads. */
import type { CrmWork } from '../domain/hand-over/crm-work.ts';
import type { HandOverError } from '../domain/hand-over/failure.ts';
import type { CrmOutcome } from '../domain/hand-over/outcome.ts';
import type { WebhookMessage } from '../domain/hand-over/webhook-message.ts';

/**
 * One system, set up and with its credentials. Whatever it is asked to do it may be asked again, since answers get lost: each step is
 * one that can be repeated, or looks first.
 */
export interface Receiver<Item extends { leadId: string }> {
  /** The most leads that one call takes. */
  readonly atOnce: number;
  /**
   * Brings the other side up to date with these leads. No two of them are about one e-mail address.
   * @param over begins no more calls once it is aborted
   * @returns a result per lead, in order. Does not throw: what it throws is a fault of ours
   */
  handOver(items: readonly Item[], over: AbortSignal): Promise<HandOverResult[]>;
}

export interface CrmItem extends CrmWork {
  leadId: string;
  /** What the other side calls the record, once it is known; it is never made anew under another name. */
  remoteId: string | null;
  /** Something of this may be there already: look before a note is written. */
  inDoubt: boolean;
}

export interface Crm extends Receiver<CrmItem> {
  /**
   * What became of leads since a position: deals that changed, and which leads or records they belong to.
   * @param position as this method gave it the last time; `null`: from now on
   * @throws HandOverError
   */
  readOutcomes(position: string | null): Promise<OutcomePage>;
}

export interface OutcomePage {
  outcomes: CrmOutcome[];
  /** From where to read the next time; a change may come twice, none is left out. */
  position: string;
  /** Whether there is more to read now. */
  hasMore: boolean;
}

export interface WebhookItem {
  leadId: string;
  /** At least one, oldest first. */
  messages: WebhookMessage[];
}

export type HandOverResult =
  | { kind: 'done'; remoteId: string | null }
  /** Not done: time is up, or the target fails for everybody. `begun`: a part of it may be there by now. */
  | { kind: 'put-off'; begun?: true }
  /** `sentVersion`: up to where it went well, if anywhere. `remoteId`: if the record is known by now. */
  | { kind: 'failed'; error: HandOverError; sentVersion?: number; remoteId?: string };
