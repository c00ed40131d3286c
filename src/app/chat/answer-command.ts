/** Answers `/lead …`: each word to what does it, and help for everything else. */
import { REMOVED, repName } from '../../domain/lead-card.ts';
import { commandHelp, commandUsage, type LeadCommand, parseLeadCommand } from '../../domain/lead-command.ts';
import type { Reply, TypedCommand } from '../../ports/chat-inbox.ts';
import type { Store } from '../../ports/store.ts';
import type { AssignLead } from '../assign-lead.ts';
import type { ExperimentContext } from '../experiments/read-experiments.ts';
import type { SetAvailability } from '../push/set-availability.ts';
import { answerAvailability } from './availability-command.ts';
import { UUID } from './clicked-card.ts';
import type { Directory, Known } from './directory.ts';
import { experimentReply } from './experiment-replies.ts';
import { createFindRep, type FindRep } from './find-rep.ts';
import { type OwedContext, owedReply } from './owed-reply.ts';
import { type QueueContext, queueReply } from './queue-reply.ts';
import { type RejectedContext, restoreRejected, showRejected } from './rejected-leads.ts';
import { type ReplayContext, replayReply } from './replay-reply.ts';
import { note, STRANGER } from './replies.ts';
import { type ReportContext, reportReply } from './report-reply.ts';
import { NO_SUCH_LEAD, showLead, showMine } from './show-lead.ts';
import { answerWork, type WorkCommandContext } from './work-command.ts';

export type AnswerCommand = (who: Known, command: TypedCommand) => Promise<Reply>;

export interface CommandContext
  extends QueueContext,
    OwedContext,
    ReportContext,
    ReplayContext,
    WorkCommandContext,
    ExperimentContext,
    RejectedContext {
  store: Store;
  directory: Directory;
  setAvailability: SetAvailability;
  assignLead: AssignLead;
}

export function createAnswerCommand(context: CommandContext): AnswerCommand {
  const { store, ruleset, setAvailability } = context;
  const findRep = createFindRep(ruleset, context.directory);
  return async (who, command) => {
    const wish = parseLeadCommand(command.text);
    switch (wish.kind) {
      case 'help':
        return note(...commandHelp(command.prefix));
      case 'unknown': {
        const hint = wish.didYouMean ? ` Did you mean ${commandUsage(command.prefix, wish.didYouMean)}?` : '';
        return note(`"${wish.typed}" is not a command.${hint}`, ...commandHelp(command.prefix));
      }
      case 'incomplete':
        return note(`Type it like this: ${commandUsage(command.prefix, wish.word)}`);
      case 'mine':
        return who.rep ? showMine(store, who.rep.id) : STRANGER;
      case 'show':
        return showLead(context, who, wish.leadId);
      case 'rejected':
        return showRejected(context, who);
      case 'restore':
        return restoreRejected(context, who, { leadId: wish.leadId, at: command.at });
      case 'experiment':
        return experimentReply(context, who, wish.name);
      case 'replay':
        return replayReply(context, who, wish.target);
      case 'report':
        return reportReply(context, who, wish.text);
      case 'queue':
        return queueReply(context, who, wish.pool);
      case 'owed': {
        const rep = wish.rep === null ? who.rep : await findRep(wish.rep, command.person);
        return owedReply(context, who, { rep, typed: wish.rep });
      }
      case 'assign':
        return assign(context, findRep, { who, command, wish });
      case 'contacted':
      case 'won':
      case 'lost':
      case 'snooze':
      case 'handover':
      case 'release':
        return answerWork(context, findRep, { who, command, wish });
      case 'away':
      case 'back':
      case 'out':
        return answerAvailability({ ruleset, setAvailability, findRep }, { who, command, wish });
    }
  };
}

async function assign(
  { ruleset, assignLead }: CommandContext,
  findRep: FindRep,
  asked: { who: Known; command: TypedCommand; wish: LeadCommand & { kind: 'assign' } },
): Promise<Reply> {
  const { who, command, wish } = asked;
  if (!who.admin) return note('Only admins can assign leads. They are listed under "admins" in the routing file.');
  if (!UUID.test(wish.leadId)) return NO_SUCH_LEAD;
  const rep = await findRep(wish.rep, command.person);
  if (!rep) return note(`There is no rep "${wish.rep.slice(0, 40)}". Use the id in the routing file, or an @mention.`);
  const outcome = await assignLead(wish.leadId.toLowerCase(), rep.id, who.admin);
  const name = repName(ruleset, rep.id);
  if (outcome.kind === 'assigned') return note(`Assigned to ${name}, who finds it in the direct messages with Dibs.`);
  switch (outcome.because) {
    case 'unknown_lead':
      return NO_SUCH_LEAD;
    case 'unknown_rep':
      return note(`${name} is no longer in the routing file.`);
    case 'erased':
      return note(REMOVED);
    case 'closed':
      return note('This lead is closed: it was won or lost. Its owner can set the stage back.');
    case 'already_theirs':
      return note(`${name} has this lead already.`);
  }
}
