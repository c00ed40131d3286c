/**
 * A rep claims a lead. Clicks that arrive while one commit is under way share the next one, so a thousand clicks at once cost
 * a handful of transactions; the row lock picks one winner, across instances too.
 */
import { type ClaimOutcome, claim } from '../domain/lead-actions.ts';
import { createBatcher } from './batcher.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

export interface ClaimCommand {
  leadId: string;
  rep: string;
  /** The round of the card that was clicked. */
  round: number;
}

/** Resolves once the outcome is stored. Rejects with `AppError` when the store cannot be reached: nothing changed. */
export type ClaimLead = (command: ClaimCommand) => Promise<ClaimOutcome>;

/** Enough for the largest burst; a transaction of this size takes a few milliseconds. */
const CLAIM_BATCH = 500;

export function createClaimLead(context: ChangeContext): ClaimLead {
  return createBatcher<ClaimCommand, ClaimOutcome>(
    (commands) =>
      changeLeads(context, commands, (lead, { rep, round }) => claim(lead, context.ruleset, rep, round), {
        kind: 'refused',
        because: 'unknown_lead',
      }),
    { maxItems: CLAIM_BATCH },
  ).add;
}
