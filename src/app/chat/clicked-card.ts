/** From a click to the lead that it is about, and to whoever clicked. A card is only a picture: its id is looked up. */
import type { CardClick } from '../../ports/chat-inbox.ts';
import type { Delivery } from '../../ports/deliveries.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Directory, Known } from './directory.ts';

/** A delivery that belongs to a lead; notices carry no actions. */
export type LeadDelivery = Delivery & { leadId: string };

export interface ClickContext {
  store: Store;
  ids: Ids;
  directory: Directory;
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @returns the delivery behind a click (`null` for a card that is not known any more), and who clicked */
export async function readClick(
  context: ClickContext,
  click: CardClick,
): Promise<{ delivery: LeadDelivery | null; who: Known }> {
  const [delivery, who] = await Promise.all([
    clickedDelivery(context, click),
    context.directory.identify(click.person),
  ]);
  return { delivery, who };
}

/** @param id as a card or form carries it, unchecked */
export async function leadDelivery({ store }: ClickContext, id: string): Promise<LeadDelivery | null> {
  if (!UUID.test(id)) return null;
  const delivery = await store.deliveries.find(id);
  return delivery && delivery.leadId !== null ? { ...delivery, leadId: delivery.leadId } : null;
}

/** A copy that a lost answer left behind is adopted, so that it changes with the others. */
async function clickedDelivery(context: ClickContext, click: CardClick): Promise<LeadDelivery | null> {
  const delivery = await leadDelivery(context, click.delivery);
  if (delivery && click.message && delivery.message !== click.message.message) {
    await context.store.deliveries.adopt(delivery.id, click.message, context.ids.next());
  }
  return delivery;
}
