/** A card as the Bot Connector takes it. */
import type { Activity } from 'botbuilder';
import type { TeamsMessage } from './adaptive-card.ts';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

export function cardActivity({ summary, card }: TeamsMessage): Partial<Activity> {
  return { type: 'message', summary, attachments: [{ contentType: ADAPTIVE_CARD, content: card }] };
}
