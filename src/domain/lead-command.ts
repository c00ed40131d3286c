/**
 * The words of the `/lead` command, the same on every platform: what was typed becomes a wish or a hint.
 * Help texts live beside the words they explain, so that neither changes without the other.
 */

export type LeadCommand =
  | { kind: 'help' }
  | { kind: 'mine' }
  | { kind: 'show'; leadId: string }
  /** A word that needs more, e.g. `show` without an id. */
  | { kind: 'incomplete'; word: CommandWord }
  /** No word of ours. `didYouMean` is the nearest one, if any is near. */
  | { kind: 'unknown'; typed: string; didYouMean: CommandWord | null };

const WORDS = ['help', 'mine', 'show'] as const;
export type CommandWord = (typeof WORDS)[number];

const USAGE: Record<CommandWord, { words: string; does: string }> = {
  mine: { words: 'mine', does: 'the leads that are yours now' },
  show: { words: 'show <lead id>', does: 'one lead in full, and why it went where it went' },
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
  const [typed = 'help', ...rest] = text.trim().split(/\s+/).filter(Boolean);
  const word = WORDS.find((candidate) => candidate === typed.toLowerCase());
  if (!word) return { kind: 'unknown', typed: typed.slice(0, WORD_MAX), didYouMean: nearest(typed.toLowerCase()) };
  if (word !== 'show') return { kind: word };
  const id = rest.find((part) => part.toLowerCase() !== 'lead');
  return id && /^[A-Za-z0-9-]{1,64}$/.test(id) ? { kind: 'show', leadId: id } : { kind: 'incomplete', word };
}

/**
 * How the command is used, one line a word.
 * @param prefix what people type before the words: `/lead`, `@Dibs`
 */
export function commandHelp(prefix: string): string[] {
  return Object.values(USAGE).map(({ words, does }) => `${prefix} ${words}: ${does}`);
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
