/** Reading out what is stored. */
import type { Belongings, ExportRepository, LeadSelection, ShownCard } from '../ports/exports.ts';
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

/** The first UUIDv7 of a moment; the very first id where there is none. */
function firstIdAt(moment: Date | null): string {
  const hex = Math.max(0, moment?.getTime() ?? 0)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

function nextId(id: string): string {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
