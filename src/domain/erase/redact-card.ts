/** A notice may name several leads. Of one that is erased the lines that name it go, and the others stay. */
import type { Card } from '../card.ts';

const REMOVED = 'Removed';
const REMOVED_LINE = 'A lead that was here has been removed.';

/** @param values in lower case, as `tellingValues` gives them @returns `null` where the card names none of them */
export function redactCard(card: Card, values: readonly string[]): Card | null {
  const tells = (text: string) => {
    const lower = text.toLowerCase();
    return values.some((value) => lower.includes(value));
  };
  if (!tells(JSON.stringify(card))) return null;
  const line = (text: string) => (tells(text) ? REMOVED_LINE : text);
  const title = tells(card.title) ? REMOVED : card.title;
  return {
    ...card,
    title,
    // The summary joins lines, so that none of it can be told apart.
    summary: tells(card.summary) ? title : card.summary,
    fields: card.fields.map((field) => (tells(JSON.stringify(field)) ? { label: REMOVED, value: REMOVED } : field)),
    ...(card.quote === undefined ? {} : { quote: card.quote.split('\n').map(line).join('\n') }),
    ...(card.table ? { table: { ...card.table, rows: card.table.rows.filter((row) => !row.some(tells)) } } : {}),
    footer: card.footer.map((note) => ('text' in note ? { text: line(note.text) } : note)),
  };
}
