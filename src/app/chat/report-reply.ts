/** `/lead report`: the figures of the last days, now. An admin sees everybody's, a rep their own. */
import { digestCard } from '../../domain/digest/digest-card.ts';
import { digestCsv } from '../../domain/digest/digest-csv.ts';
import { DIGEST_SPANS, type DigestSpan, periodUntil } from '../../domain/digest/period.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReadDigest } from '../digest/read-digest.ts';
import type { Known } from './directory.ts';
import { note, STRANGER } from './replies.ts';

export interface ReportContext {
  ruleset: Ruleset;
  clock: Clock;
  readDigest: ReadDigest;
}

/** More lines than these are for a spreadsheet, not for a chat. */
const LINES_SHOWN = 30;

/** @param text what stands after the word: `[day|week|month] [pool] [csv]`, in any order */
export async function reportReply(
  { ruleset, clock, readDigest }: ReportContext,
  who: Known,
  text: string,
): Promise<Reply> {
  if (!who.rep && !who.admin) return STRANGER;
  const wish = readWish(ruleset, text);
  if ('unknown' in wish) return unknownPool(ruleset, wish.unknown);
  const timezone = who.rep?.timezone ?? ruleset.timezone;
  const digest = await readDigest({
    period: periodUntil(wish.every, clock.now(), timezone),
    pools: wish.pool === null ? null : [wish.pool],
    by: ['rep', 'source'],
    reader: who.admin ? null : (who.rep?.id ?? null),
  });
  if (wish.csv) return csvNote(digestCsv(digest));
  return { kind: 'card', card: digestCard(digest) };
}

function csvNote(csv: string): Reply {
  const lines = csv.trimEnd().split('\r\n');
  const shown = lines.slice(0, LINES_SHOWN);
  const more = lines.length - shown.length;
  const rest = more > 0 ? [`… and ${more} more lines. All of them: GET /v1/reports?format=csv, with the API key.`] : [];
  return note(...shown, ...rest);
}

interface Wish {
  every: DigestSpan;
  pool: string | null;
  csv: boolean;
}

function readWish({ pools }: Ruleset, text: string): Wish | { unknown: string } {
  const wish: Wish = { every: 'week', pool: null, csv: false };
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const every = DIGEST_SPANS.find((span) => span === word.toLowerCase());
    const pool = pools.find(({ id }) => id.toLowerCase() === word.toLowerCase());
    if (every) wish.every = every;
    else if (word.toLowerCase() === 'csv') wish.csv = true;
    else if (pool) wish.pool = pool.id;
    else return { unknown: word };
  }
  return wish;
}

function unknownPool({ pools }: Ruleset, word: string): Reply {
  const ids = pools.map(({ id }) => id);
  const meant = nearestName(word, [...DIGEST_SPANS, 'csv', ...ids]);
  const hint = meant ? ` Did you mean ${meant}?` : '';
  return note(
    `There is no pool "${word.slice(0, 40)}".${hint}`,
    'Type it like this: report [day | week | month] [pool] [csv]',
  );
}
