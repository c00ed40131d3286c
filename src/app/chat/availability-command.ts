/** "away", "back" and "out": for oneself, or by an admin for a rep who is named first (`/lead away @ana until 14:00`). */
import { repName } from '../../domain/lead-card.ts';
import type { LeadCommand } from '../../domain/lead-command.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import type { Reply, TypedCommand } from '../../ports/chat-inbox.ts';
import type { SetAvailability } from '../push/set-availability.ts';
import { awayReply, backReply, outReply, type Telling } from './availability-replies.ts';
import type { Known } from './directory.ts';
import type { FindRep } from './find-rep.ts';
import { note, STRANGER } from './replies.ts';

export interface AvailabilityCommandContext {
  ruleset: Ruleset;
  setAvailability: SetAvailability;
  findRep: FindRep;
}

export interface AvailabilityAsked {
  who: Known;
  command: TypedCommand;
  wish: LeadCommand & { kind: 'away' | 'back' | 'out' };
}

export async function answerAvailability(
  context: AvailabilityCommandContext,
  asked: AvailabilityAsked,
): Promise<Reply> {
  const { who, command, wish } = asked;
  const subject = await subjectOf(context, asked);
  if ('reply' in subject) return subject.reply;
  const { rep, text } = subject;
  const { ruleset, setAvailability, findRep } = context;
  const telling: Telling = {
    about: rep.id === who.rep?.id ? null : rep.name,
    now: command.at,
    timezone: rep.timezone ?? ruleset.timezone,
    prefix: command.prefix,
    nameOf: (id) => repName(ruleset, id),
  };
  const said = { rep, text, at: command.at, command: `${command.prefix} ${wish.kind}` };
  switch (wish.kind) {
    case 'away':
      return awayReply(await setAvailability.away(said), telling);
    case 'back':
      return backReply(await setAvailability.back(said), telling);
    case 'out':
      return outReply(await setAvailability.out(said, (word) => findRep(word, command.person)), telling);
  }
}

/** Whom it is about, and the text without their name. */
async function subjectOf(
  { ruleset, findRep }: AvailabilityCommandContext,
  { who, command, wish }: AvailabilityAsked,
): Promise<{ rep: Rep; text: string } | { reply: Reply }> {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(wish.text) ?? [];
  // Without the @ only an id counts, and only for admins: a reason may begin with any word.
  const namesSomebody = first.startsWith('@') || (who.admin !== null && ruleset.reps.some(({ id }) => id === first));
  if (namesSomebody) {
    const rep = await findRep(first, command.person);
    if (rep && (who.admin !== null || rep.id === who.rep?.id)) return { rep, text: rest };
    return {
      reply: rep
        ? note('Only admins can say this for somebody else.')
        : note(`There is no rep "${first.slice(0, 40)}".`),
    };
  }
  if (who.rep) return { rep: who.rep, text: wish.text };
  if (!who.admin) return { reply: STRANGER };
  return { reply: note(`You are not a rep yourself. Say for whom: ${command.prefix} ${wish.kind} @name`) };
}
