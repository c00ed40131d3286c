/** What cards say in every chat, whatever they are drawn with. */
import type { Card } from '../domain/card.ts';
import { oneLine } from './text.ts';

/** The tone in words too, for those who cannot tell the colours or do not see them. */
export const TONE_WORDS: Record<Card['tone'], string> = {
  open: '🟢 Open',
  offered: '🎯 For you',
  taken: '🤝 In hand',
  closed: '🏁 Closed',
  attention: '⚠️ Needs attention',
  report: '📊 Report',
};

/** One line of text; a dash for a string that has nothing to show, since platforms refuse empty texts. */
export function shownLine(text: string): string {
  return oneLine(text) || '–';
}

/** A moment where no reader's time zone is known. */
export function utcMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Longer ones are none that we make. */
const LINK_MAX = 200;

/** Whether an address may be made tappable: a web page, a mail or a call, in plain characters. */
export function isLink(link: string | undefined): link is string {
  return link !== undefined && link.length <= LINK_MAX && /^(https?:\/\/|mailto:|tel:)[\x21-\x7e]+$/.test(link);
}
