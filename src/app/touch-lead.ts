/** Touches that a program tells, e.g. a dialler or a CRM: recorded as if the lead's owner had clicked. */
import type { Lead } from '../domain/lead.ts';
import type { Decision } from '../domain/lead-actions.ts';
import type { TimelineEntry, TouchKind } from '../domain/lead-event.ts';
import { contacted, type OwnerRefusal, setStage } from '../domain/owner-actions.ts';
import type { IntakeKey, Repositories } from '../ports/store.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

export interface Touch {
  what: { kind: 'contacted'; how: TouchKind } | { kind: 'stage'; stage: string; amount?: number; reason?: string };
  note?: string;
  /** When it was; now, unless said. */
  madeAt?: Date;
  /** Whose touch it was; the owner's, unless said. */
  rep?: string;
}

export type TouchOutcome =
  | { kind: 'done' }
  /** It is so already. */
  | { kind: 'unchanged' }
  /** An earlier request under the same key did it. */
  | { kind: 'repeat' }
  /** The key belongs to a request with another content; nothing was recorded. */
  | { kind: 'key_reused' }
  | { kind: 'refused'; because: OwnerRefusal | 'nobodys' };

/** @param key under which a repeat is recognised; `null`: only by its content, within some minutes */
export type TouchLead = (leadId: string, touch: Touch, key: IntakeKey | null) => Promise<TouchOutcome>;

/** What is known before the decision, read in its transaction. */
interface Facts {
  timeline: readonly TimelineEntry[];
  earlier: 'repeat' | 'key_reused' | null;
}

/** The lead went into another one, which is where its touches belong. */
interface Moved {
  kind: 'moved';
  into: string;
}

export function createTouchLead(context: ChangeContext): TouchLead {
  async function touchOne(leadId: string, touch: Touch, key: IntakeKey | null): Promise<TouchOutcome | Moved> {
    const unknown = { kind: 'refused', because: 'unknown_lead' } as const;
    const decide = (lead: Lead, { timeline, earlier }: Facts): Decision<TouchOutcome | Moved> =>
      earlier ? { event: null, outcome: { kind: earlier } } : decideTouch(lead, touch, timeline, context.clock.now());

    async function prepare(tx: Repositories, [lead]: readonly Lead[]): Promise<Facts> {
      if (!lead) return { timeline: [], earlier: null };
      const timeline = lead.contactedAt ? await tx.leads.timeline(lead.id) : [];
      const fresh = { timeline, earlier: null };
      // A refusal is not remembered: what was wrong may be put right, and the request sent again.
      const { kind } = decide(lead, fresh).outcome;
      const isRefused = kind === 'refused' || kind === 'moved';
      return key ? { timeline, earlier: await earlierUnder(tx, lead.id, key, !isRefused) } : fresh;
    }

    const [outcome] = await changeLeads<{ leadId: string }, TouchOutcome | Moved, Facts>(
      context,
      [{ leadId }],
      (lead, _command, facts) => decide(lead, facts),
      unknown,
      prepare,
    );
    return outcome ?? unknown;
  }

  return async (leadId, touch, key) => {
    let outcome = await touchOne(leadId, touch, key);
    while (outcome.kind === 'moved') outcome = await touchOne(outcome.into, touch, key);
    return outcome;
  };
}

/** What an earlier request under the same key did; remembers the key for the next one, where it is new. */
async function earlierUnder(
  tx: Repositories,
  leadId: string,
  { key: given, requestHash }: IntakeKey,
  remember: boolean,
): Promise<Facts['earlier']> {
  const key = `idempotency:touch:${leadId}:${given}`;
  const [taken] = await tx.leads.findKeys([key]);
  if (taken) return taken.requestHash === requestHash ? 'repeat' : 'key_reused';
  if (remember) await tx.leads.addKeys([{ key, requestHash, leadId }]);
  return null;
}

function decideTouch(
  lead: Lead,
  { what, note, madeAt, rep = lead.owner ?? undefined }: Touch,
  timeline: readonly TimelineEntry[],
  now: Date,
): Decision<TouchOutcome | Moved> {
  if (lead.status === 'merged' && lead.mergedInto !== null) {
    return { event: null, outcome: { kind: 'moved', into: lead.mergedInto } };
  }
  if (rep === undefined) {
    return { event: null, outcome: { kind: 'refused', because: lead.status === 'erased' ? 'erased' : 'nobodys' } };
  }
  const details = { note: note ?? null, madeAt: madeAt ?? null };
  return what.kind === 'contacted'
    ? contacted(lead, rep, what.how, now, { ...details, timeline })
    : setStage(lead, rep, what.stage, now, { ...details, ...what });
}
