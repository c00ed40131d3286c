/** Which of their own leads somebody means who types a word. */
import type { Lead } from '../../domain/lead.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { Store } from '../../ports/store.ts';
import { UUID } from './clicked-card.ts';
import { note } from './replies.ts';

/** Leads in one pair of hands that a beginning of an id is looked for in. */
const LOOKED_THROUGH = 500;

const NOT_YOURS = note('You have no lead with this id. The id is at the foot of every card.');

/**
 * @param id whole, or its beginning; `null`: they have only one
 * @param usage how the word is typed, for hints
 */
export async function findOwnLead(
  { leads }: Store,
  rep: string,
  id: string | null,
  usage: string,
): Promise<{ lead: Lead } | { reply: Reply }> {
  if (id !== null && UUID.test(id)) {
    const lead = await leads.find(id);
    return lead?.owner === rep ? { lead } : { reply: NOT_YOURS };
  }
  const own = await leads.ownedBy(rep, id === null ? 2 : LOOKED_THROUGH);
  const [meant, ...more] = id === null ? own : own.filter((lead) => lead.id.startsWith(id));
  if (meant && more.length === 0) return { lead: meant };
  if (meant && id !== null) return { reply: note('Several of your leads begin like this: type more of the id.') };
  if (meant) return { reply: note(`You have several leads: say which. ${usage}`) };
  return { reply: id === null ? note('You have no leads now.') : NOT_YOURS };
}
