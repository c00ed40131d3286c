/**
 * The words of the `/lead` command, the same on every platform: what was typed becomes a wish or a hint.
 * Help texts live beside the words they explain, so that neither changes without the other.
 */

export type LeadCommand =
  | { kind: 'help' | 'mine' | 'rejected' }
  | { kind: 'show' | 'restore'; leadId: string }
  /** `text`: what stands after the word, for `parseAway` and `parseOut`. */
  | { kind: 'away' | 'back' | 'out'; text: string }
  /** `text`: what stands after the word, for `work-words.ts`. */
  | { kind: OwnerWord; text: string }
  /** `pool: null`: the pools of whoever asks. */
  | { kind: 'queue'; pool: string | null }
  /** `name: null`: the only one there is. */
  | { kind: 'experiment'; name: string | null }
  /** `text`: which time, which pool, and whether as CSV. */
  | { kind: 'report'; text: string }
  /** `rep: null`: whoever asks. */
  | { kind: 'owed'; rep: string | null }
  /** `target: null`: all of them. */
  | { kind: 'replay'; target: string | null }
  /** `rep`: an id, a name or a mention, unchecked. */
  | { kind: 'assign'; leadId: string; rep: string }
  /** A word that needs more, e.g. `show` without an id. */
  | { kind: 'incomplete'; word: CommandWord }
  /** No word of ours. `didYouMean` is the nearest one, if any is near. */
  | { kind: 'unknown'; typed: string; didYouMean: CommandWord | null };

/** What owners say of their leads. */
const OWNER_WORDS = ['contacted', 'won', 'lost', 'snooze', 'handover', 'release'] as const;
export type OwnerWord = (typeof OWNER_WORDS)[number];

const WORDS = [
  'away',
  'back',
  'out',
  'queue',
  'owed',
  'mine',
  'show',
  ...OWNER_WORDS,
  'report',
  'experiment',
  'assign',
  'rejected',
  'restore',
  'replay',
  'help',
] as const;
export type CommandWord = (typeof WORDS)[number];

const USAGE: Record<CommandWord, { words: string; does: string }> = {
  away: { words: 'away [until 14:00 | for 2h | tomorrow] [reason]', does: 'no new leads until then' },
  back: { words: 'back', does: 'leads again, whatever the calendar and the chat status say today' },
  out: { words: 'out 24 Dec to 2 Jan [cover bob] [reason]', does: 'days out of office; "out cancel" ends them' },
  queue: { words: 'queue [pool]', does: 'who is next, and what the rotation owes each' },
  owed: { words: 'owed [rep]', does: 'why the rotation owes you what it does, lead by lead' },
  mine: { words: 'mine', does: 'the leads that are yours now' },
  show: { words: 'show <lead id>', does: 'one lead in full, and why it went where it went' },
  contacted: { words: 'contacted [lead id] [call | email | meeting] [note]', does: 'you were in touch' },
  won: { words: 'won [lead id] [amount] [note]', does: 'a lead is won' },
  lost: { words: 'lost [lead id] <reason>', does: 'a lead is lost, and why' },
  snooze: { words: 'snooze [lead id] 1h | tomorrow | until friday 14:00', does: 'puts a reminder off' },
  handover: { words: 'handover [lead id] <rep> [note]', does: 'gives a lead of yours to a colleague' },
  release: { words: 'release [lead id] [reason]', does: 'gives a lead of yours back' },
  report: { words: 'report [day | week | month] [pool] [csv]', does: 'your figures; those of everybody (admins)' },
  experiment: { words: 'experiment [name]', does: 'what an experiment says so far (admins)' },
  assign: { words: 'assign <lead id> <rep>', does: 'gives a lead to a rep (admins)' },
  rejected: { words: 'rejected', does: 'the leads that were kept from sales last, and why (admins)' },
  restore: { words: 'restore <lead id>', does: 'brings one of them back to review (admins)' },
  replay: { words: 'replay [target]', does: 'hands leads over once more that could not be (admins)' },
  help: { words: 'help', does: 'this list' },
};

/** A typed word longer than this is not ours, and is not repeated back. */
const WORD_MAX = 20;

/** Edits that still count as a slip of the finger. */
const SLIP_MAX = 2;

/**
 * Reads what was typed after the command's name.
 * @param text any text; case, surrounding space and a word "lead" before the id do not matter
 */
export function parseLeadCommand(text: string): LeadCommand {
  const [, typed = '', after = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  // Where a chat has no slash commands, people type the slash all the same.
  const bare = typed.replace(/^\//, '').toLowerCase();
  const word = bare === '' ? 'help' : WORDS.find((candidate) => candidate === bare);
  switch (word) {
    case undefined:
      return { kind: 'unknown', typed: typed.slice(0, WORD_MAX), didYouMean: nearest(bare) };
    case 'help':
    case 'mine':
    case 'rejected':
      return { kind: word };
    case 'away':
    case 'back':
    case 'out':
    case 'report':
    case 'contacted':
    case 'won':
    case 'lost':
    case 'snooze':
    case 'handover':
    case 'release':
      return { kind: word, text: after };
    case 'queue':
      return { kind: word, pool: after.split(/\s+/)[0] || null };
    case 'replay':
      return { kind: word, target: after.split(/\s+/)[0] || null };
    case 'experiment':
      return { kind: word, name: after.trim() || null };
    case 'owed':
      return { kind: word, rep: after.trim() || null };
    case 'show':
    case 'restore': {
      const { leadId } = readId(after);
      return leadId ? { kind: word, leadId } : { kind: 'incomplete', word };
    }
    case 'assign': {
      const { leadId, rest } = readId(after);
      const rep = rest.replace(/^to(?:\s+|$)/i, '');
      return leadId && rep ? { kind: word, leadId, rep } : { kind: 'incomplete', word };
    }
  }
}

/** An id with or without the word "lead" before it, as it stands at the foot of a card. */
function readId(text: string): { leadId: string | null; rest: string } {
  const [, leadId = null, rest = ''] = /^(?:lead\s+)?([A-Za-z0-9-]{1,64})(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return leadId?.toLowerCase() === 'lead' ? { leadId: null, rest } : { leadId, rest };
}

/**
 * How the command is used, one line a word.
 * @param prefix what people type before the words: `/lead`, `@Dibs`
 */
export function commandHelp(prefix: string): string[] {
  return Object.values(USAGE).map(({ words, does }) => `${prefix} ${words}: ${does}`);
}

/** Menus are short (Teams takes twelve words): these are for admins, or a tap away on the lead's card. */
const NOT_IN_MENUS: ReadonlySet<CommandWord> = new Set([
  'won',
  'lost',
  'release',
  'assign',
  'rejected',
  'restore',
  'experiment',
  'replay',
]);

/** What menus offer: each word, how it is used and what it does, in the order of the help. */
export function commandMenu(): { word: CommandWord; words: string; does: string }[] {
  return WORDS.filter((word) => !NOT_IN_MENUS.has(word)).map((word) => ({ word, ...USAGE[word] }));
}

/** The usage of one word, for hints: `/lead show <lead id>`. */
export function commandUsage(prefix: string, word: CommandWord): string {
  return `${prefix} ${USAGE[word].words}`;
}

function nearest(typed: string): CommandWord | null {
  if (typed.length > WORD_MAX) return null;
  const [best] = WORDS.map((word) => ({ word, edits: editDistance(typed, word) })).sort((a, b) => a.edits - b.edits);
  return best && best.edits <= SLIP_MAX && best.edits < best.word.length - 1 ? best.word : null;
}

/** Letters to add, drop or change to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, target] of [...to].entries()) {
      const change = (row[j] ?? 0) + (letter === target ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
