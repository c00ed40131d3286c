/** What a lead's state and its newest events mean for its record in a CRM. */
import type { Lead, LeadAttributes } from '../lead.ts';
import type { TimelineEntry } from '../lead-event.ts';
import type { Ruleset } from '../ruleset.ts';
import { concerns } from './concerns.ts';
import { type CrmNote, crmNotes } from './crm-note.ts';
import { type CrmStage, crmStage } from './crm-stage.ts';
import type { CrmTarget } from './target.ts';

/** A record as it should be, and the notes that it lacks. */
export interface CrmWork {
  attributes: LeadAttributes;
  stage: CrmStage;
  owner: CrmOwner | 'nobody' | 'as-it-is';
  notes: CrmNote[];
}

/** A rep, as the CRM may know them. */
export interface CrmOwner {
  email: string;
  name: string;
}

export interface CrmFacts {
  lead: Lead;
  /** Since the last time, oldest first. */
  entries: readonly TimelineEntry[];
  /** Whether it has a record there already. */
  isKnown: boolean;
  /** Whether the target is for leads like this one. */
  isMeant: boolean;
}

/** @returns `null` when there is nothing to write */
export function crmWork(target: CrmTarget, ruleset: Ruleset, facts: CrmFacts): CrmWork | null {
  const { lead, entries, isKnown } = facts;
  const news = entries.filter(({ event }) => concerns(target, event));
  if (news.length === 0 || !(isKnown ? isFollowed(lead) : isWanted(target, facts))) return null;
  const nameOf = (rep: string) => ruleset.reps.find(({ id }) => id === rep)?.name ?? rep;
  return {
    attributes: lead.attributes,
    stage: crmStage(lead),
    owner: ownerOf(lead, ruleset, news),
    notes: crmNotes(news, nameOf, target.id),
  };
}

/** One that went into another lead has its record there; of an erased one nothing is left to say. */
function isFollowed({ status }: Lead): boolean {
  return status !== 'merged' && status !== 'erased';
}

/** Nobody is asked for in review yet, and where a lead goes is said a moment after it came. */
function isWanted(target: CrmTarget, { lead, isMeant }: CrmFacts): boolean {
  if (!isMeant || !isFollowed(lead) || lead.status === 'received' || lead.status === 'review') return false;
  return lead.status !== 'disqualified' || target.disqualified;
}

/** Whom the CRM has set itself stays, until the lead is somebody's here. */
function ownerOf(lead: Lead, { reps }: Ruleset, news: readonly TimelineEntry[]): CrmWork['owner'] {
  const rep = reps.find(({ id }) => id === lead.owner);
  if (rep) return { email: rep.email, name: rep.name };
  const wasGivenBack = news.some(({ event }) => event.type === 'released' || event.type === 'taken-back');
  return lead.owner === null && wasGivenBack ? 'nobody' : 'as-it-is';
}
