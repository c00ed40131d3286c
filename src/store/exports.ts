/** Reading out what is stored. */
import type { Belongings, ExportRepository, LeadSelection, ShownCard } from '../ports/exports.ts';
import { firstIdAt, nextId } from './ids-by-time.ts';
import { type LeadRow, toLead } from './lead-rows.ts';
import type { Session, SqlValue } from './session.ts';
import { BELONGINGS, CUSTOM_KEYS, LEAD_PAGE } from './sql/exports.ts';

type BelongingsRow = Omit<Belongings, 'cards'> & { cards: (Omit<ShownCard, 'at'> & { at: string | null })[] };

export function exportRepository({ sql }: Session): ExportRepository {
  return {
    async belongings(leadIds) {
      const [row] = await sql<BelongingsRow>(BELONGINGS, JSON.stringify(leadIds));
      const { keys = [], cards = [], handOvers = [], personKeys = [] } = row ?? {};
      return {
        keys,
        handOvers,
        personKeys,
        cards: cards.map((card) => ({ ...card, at: card.at ? new Date(card.at) : null })),
      };
    },

    async customKeys(selection) {
      return (await sql<{ key: string }>(CUSTOM_KEYS, ...bounds(selection, null))).map(({ key }) => key);
    },

    async page(selection, after, limit) {
      return (await sql<LeadRow>(LEAD_PAGE, ...bounds(selection, after), limit)).map(toLead);
    },
  };
}

function bounds({ from, to, status, pool }: LeadSelection, after: string | null): SqlValue[] {
  return [after === null ? firstIdAt(from) : nextId(after), firstIdAt(to), status, pool];
}
