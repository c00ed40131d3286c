/** `/lead replay`: leads that could not be handed over are tried once more. Admins only. */
import { counted } from '../../domain/alarms/alarm-words.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { ReplayDeadLetters } from '../hand-over/dead-letters.ts';
import type { Known } from './directory.ts';
import { note } from './replies.ts';

export interface ReplayContext {
  ruleset: Ruleset;
  replayDeadLetters: ReplayDeadLetters;
}

/** @param typed a target's id; `null`: all */
export async function replayReply(
  { ruleset, replayDeadLetters }: ReplayContext,
  who: Known,
  typed: string | null,
): Promise<Reply> {
  if (!who.admin)
    return note('Only admins have leads handed over once more. They are listed under "admins" in the routing file.');
  const targets = (ruleset.handOver ?? []).map(({ id }) => id);
  if (targets.length === 0) return note('The routing file hands leads over to nobody. See docs/hand-over.md.');
  const wanted = typed === null ? null : targets.find((id) => id === typed.toLowerCase());
  if (wanted === undefined) {
    const meant = nearestName(String(typed).toLowerCase(), targets);
    const hint = meant ? ` Did you mean ${meant}?` : '';
    return note(`There is no target "${String(typed).slice(0, 40)}".${hint}`, `Targets: ${targets.join(', ')}.`);
  }
  const replayed = await replayDeadLetters(wanted);
  if (replayed === 0) return note('Nothing waits for that: every lead was handed over, or is tried again by itself.');
  return note(
    `${counted(replayed, 'lead')} will be handed over once more. What still cannot be is told in the admins’ channel.`,
  );
}
