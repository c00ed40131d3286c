/** From what Teams makes of typed text back to what a person typed. */
import type { TeamsActivity } from './activity.ts';

const ENTITIES: Record<string, string> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/**
 * @param activity a message
 * @param userOf the user id of somebody who is mentioned, by Teams' own id; `null` where it is not known
 * @returns the text without the mention of the app; other people who are mentioned are `@` and their user id, or their name
 */
export async function typedText(
  { text = '', mentions, recipient }: Pick<TeamsActivity, 'text' | 'mentions' | 'recipient'>,
  userOf: (address: string) => Promise<string | null>,
): Promise<string> {
  let plain = text;
  for (const { mentioned, text: marked } of mentions) {
    const word = mentioned.id === recipient.id ? '' : `@${(await userOf(mentioned.id)) ?? mentioned.name ?? ''}`;
    plain = plain.replace(marked, () => ` ${word} `);
  }
  return plain
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\u00a0/g, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
