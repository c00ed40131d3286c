/** A target with whoever receives for it: what each lead means for it is decided here, and done there. */
import { crmWork } from '../../domain/hand-over/crm-work.ts';
import type { CrmTarget, WebhookTarget } from '../../domain/hand-over/target.ts';
import { webhookMessages } from '../../domain/hand-over/webhook-message.ts';
import type { LeadAttributes } from '../../domain/lead.ts';
import { compileCondition } from '../../domain/rules/compile-condition.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Crm, CrmItem, HandOverResult, Receiver, WebhookItem } from '../../ports/crm.ts';
import type { HandOver } from '../../ports/hand-overs.ts';

export interface Address {
  /** The target's id. */
  target: string;
  /** The most leads at a time. */
  atOnce: number;
  /** @returns a result per hand-over, in order */
  send(begun: readonly HandOver[], over: AbortSignal): Promise<HandOverResult[]>;
}

export function crmAddress(target: CrmTarget, ruleset: Ruleset, crm: Crm): Address {
  const isMeant = meantFor(target);
  const onePerPerson: Crm = { ...crm, handOver: (items, over) => sendOnePerPerson(crm, items, over) };
  return addressOf(target, onePerPerson, ({ lead, entries, remoteId, attempts }): CrmItem | null => {
    const facts = { lead, entries, isKnown: remoteId !== null, isMeant: isMeant(lead.attributes) };
    const work = crmWork(target, ruleset, facts);
    return work && { ...work, leadId: lead.id, remoteId, inDoubt: attempts > 1 };
  });
}

export function webhookAddress(target: WebhookTarget, ruleset: Ruleset, receiver: Receiver<WebhookItem>): Address {
  const isMeant = meantFor(target);
  return addressOf(target, receiver, ({ lead, entries }): WebhookItem | null => {
    // Of an erased lead nothing is left that a condition could ask for.
    if (lead.status !== 'erased' && !isMeant(lead.attributes)) return null;
    const messages = webhookMessages(target, ruleset, lead, entries);
    return messages.length === 0 ? null : { leadId: lead.id, messages };
  });
}

/** Two leads of one person at once would make two records of them: the others come next. */
async function sendOnePerPerson(crm: Crm, items: readonly CrmItem[], over: AbortSignal): Promise<HandOverResult[]> {
  const seen = new Set<string>();
  const first = items.filter(
    ({ attributes: { email } }) => email === undefined || (!seen.has(email) && seen.add(email)),
  );
  const results = await crm.handOver(first, over);
  return items.map((item) => results[first.indexOf(item)] ?? { kind: 'put-off' });
}

function meantFor({ when }: CrmTarget | WebhookTarget): (attributes: LeadAttributes) => boolean {
  return when === null ? () => true : compileCondition(when);
}

/** @param itemOf what is to be done; `null`: nothing */
function addressOf<Item extends { leadId: string }>(
  { id }: { id: string },
  receiver: Receiver<Item>,
  itemOf: (begun: HandOver) => Item | null,
): Address {
  return {
    target: id,
    atOnce: receiver.atOnce,
    send: async (begun, over) => {
      const items = begun.map(itemOf);
      const asked = items.filter((item) => item !== null);
      const answers = asked.length === 0 ? [] : await receiver.handOver(asked, over);
      const byLead = new Map(asked.map(({ leadId }, index) => [leadId, answers[index]]));
      return begun.map(({ lead, remoteId }, index) =>
        items[index] === null ? { kind: 'done', remoteId } : (byLead.get(lead.id) ?? { kind: 'put-off' }),
      );
    },
  };
}
