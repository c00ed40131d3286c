/** A rep takes the lead that is offered to them, or passes on it. Each is one transaction. */
import { acceptOffer, declineOffer, type OfferOutcome } from '../../domain/push/offer-actions.ts';
import { type ChangeContext, changeLeads } from '../record-changes.ts';

export interface AnswerOffer {
  /** @param round the round of the card that was clicked: each offer has its own */
  accept(leadId: string, rep: string, round: number): Promise<OfferOutcome>;
  /** @param answer a reason of `DECLINE_REASONS`, and a note in the rep's words or `null` */
  decline(
    leadId: string,
    rep: string,
    round: number,
    answer: { reason: string; note: string | null },
  ): Promise<OfferOutcome>;
}

/** Both reject with `AppError` when the store cannot be reached: `later` means that nothing changed. */
export function createAnswerOffer(context: ChangeContext): AnswerOffer {
  const { ruleset, clock, wake } = context;
  const unknown = { kind: 'refused', because: 'unknown_lead' } as const;

  async function answer(
    leadId: string,
    decide: Parameters<typeof changeLeads<{ leadId: string }, OfferOutcome>>[2],
  ): Promise<OfferOutcome> {
    const [outcome] = await changeLeads<{ leadId: string }, OfferOutcome>(context, [{ leadId }], decide, unknown);
    // A declined lead is due now; and whoever has answered may get the next one of those that wait.
    if (outcome?.kind === 'accepted' || outcome?.kind === 'declined') wake.assigner();
    return outcome ?? unknown;
  }

  return {
    accept: (leadId, rep, round) => answer(leadId, (lead) => acceptOffer(lead, rep, round)),
    decline: (leadId, rep, round, words) =>
      answer(leadId, (lead) => declineOffer(lead, ruleset, rep, round, words, clock.now())),
  };
}
