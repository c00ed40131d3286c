/** Carries out what an owner filled in, chose or typed: the same from a card and from a word. */
import type { OwnerOutcome } from '../../domain/owner-actions.ts';
import type { WorkLead } from '../work-lead.ts';
import type { Filled } from './form-values.ts';

/** What an owner can ask for; offers are another matter. */
export type OwnerWish = Exclude<Filled, { kind: 'decline' }>;

/** @param findRep whom a word means; asked for hand-overs only */
export async function doFilled(
  workLead: WorkLead,
  wish: OwnerWish,
  { leadId, rep, findRep }: { leadId: string; rep: string; findRep: (word: string) => Promise<{ id: string } | null> },
): Promise<OwnerOutcome> {
  switch (wish.kind) {
    case 'release':
      return workLead.release(leadId, rep, wish.reason, wish.note);
    case 'contacted':
      return workLead.contacted(leadId, rep, wish.how, { note: wish.note });
    case 'stage':
      return workLead.setStage(leadId, rep, wish.stage, wish);
    case 'snooze':
      return workLead.snooze(leadId, rep, wish.until);
    case 'hand-over': {
      const to = await findRep(wish.to);
      return to ? workLead.handOver(leadId, rep, to.id, wish.note) : { kind: 'refused', because: 'unknown_rep' };
    }
  }
}
