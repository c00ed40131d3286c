/** What of a lead's timeline a CRM gets as notes: who has it and why, and what people said about it. */
import { eventText } from '../event-text.ts';
import { leadTitle } from '../lead.ts';
import type { LeadEvent, TimelineEntry } from '../lead-event.ts';
import { describeTrace, type NameOf } from '../trace.ts';

export interface CrmNote {
  /** The lead's version that it is about; with the lead it says which note this is. */
  version: number;
  at: Date;
  title: string;
  lines: string[];
}

/** @param told the target's id: what it has told us is left out */
export function crmNotes(entries: readonly TimelineEntry[], nameOf: NameOf, told: string): CrmNote[] {
  return entries.flatMap(({ version, at, event }) => {
    if (!isNoted(event) || (event.type === 'stage' && event.via === told)) return [];
    const trace = 'trace' in event ? describeTrace(event.trace, nameOf) : [];
    return [{ version, at, title: eventText(withNames(event, nameOf)), lines: [...trace, ...saidIn(event)] }];
  });
}

/**
 * By what a note is known again when the answer to it was lost. Letters, digits and hyphens alone, so that it stays itself in any
 * markup.
 */
export function noteMark(leadId: string, { version }: Pick<CrmNote, 'version'>): string {
  return `dibs-${leadId}-${version}-`;
}

function isNoted(event: LeadEvent): boolean {
  switch (event.type) {
    case 'routed':
    case 'decided':
    case 'claimed':
    case 'accepted':
    case 'assigned':
    case 'handed-over':
    case 'released':
    case 'taken-back':
    case 'merged':
      return true;
    case 'contacted':
      return true;
    case 'stage':
      return event.stage === 'lost' || event.stage === 'won' || event.note !== undefined;
    default:
      return false;
  }
}

/** What somebody new wrote is in no field that a CRM keeps. */
function saidIn(event: LeadEvent): string[] {
  if (event.type !== 'merged') return [];
  const { fills } = event;
  return [
    ...(fills.message === undefined ? [] : [fills.message]),
    ...(fills.name === undefined && fills.company === undefined ? [] : [leadTitle({ custom: {}, ...fills })]),
  ];
}

/** Events name reps by their ids; people there know them by their names. */
function withNames(event: LeadEvent, nameOf: NameOf): LeadEvent {
  const named = { ...event };
  if ('rep' in named) named.rep = nameOf(named.rep);
  if (named.type === 'handed-over') named.to = nameOf(named.to);
  if (named.type === 'taken-back' && named.to !== null) named.to = nameOf(named.to);
  if ((named.type === 'routed' || named.type === 'decided') && named.to.kind === 'rep') {
    named.to = { ...named.to, rep: nameOf(named.to.rep) };
  }
  return named;
}
