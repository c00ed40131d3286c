/** "contacted", "won", "lost", "snooze", "handover" and "release", typed: what an owner does with a lead, in words. */
import type { WorkCalendar } from '../../domain/availability/work-calendar.ts';
import { type Lead, leadTitle } from '../../domain/lead.ts';
import { commandUsage, type LeadCommand, type OwnerWord } from '../../domain/lead-command.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import { parseSnooze } from '../../domain/snooze-words.ts';
import { LOST_REASONS, RELEASE_REASONS } from '../../domain/stages.ts';
import { readLeadId, readReason, readTouch, readWon } from '../../domain/work-words.ts';
import type { FormProblems, Reply, TypedCommand } from '../../ports/chat-inbox.ts';
import type { Store } from '../../ports/store.ts';
import type { WorkLead } from '../work-lead.ts';
import type { Known } from './directory.ts';
import { doFilled, type OwnerWish } from './do-filled.ts';
import type { FindRep } from './find-rep.ts';
import { fillContext } from './form-inbox.ts';
import { readFilled } from './form-values.ts';
import { findOwnLead } from './own-lead.ts';
import { note, ownerSentence, STRANGER } from './replies.ts';
import { doneSentence, unchangedSentence } from './work-replies.ts';

export interface WorkCommandContext {
  store: Store;
  ruleset: Ruleset;
  workLead: WorkLead;
  calendars: (rep: string) => WorkCalendar;
}

interface Asked {
  who: Known;
  command: TypedCommand;
  wish: LeadCommand & { kind: OwnerWord };
}

export async function answerWork(
  context: WorkCommandContext,
  findRep: FindRep,
  { who, command, wish }: Asked,
): Promise<Reply> {
  const { rep } = who;
  if (!rep) return STRANGER;
  const { leadId, rest } = readLeadId(wish.text);
  const found = await findOwnLead(context.store, rep.id, leadId, commandUsage(command.prefix, wish.kind));
  if ('reply' in found) return found.reply;
  const read = await READERS[wish.kind]({ ...context, rep, command, word: wish.kind, text: rest.trim(), findRep });
  if (read.kind === 'problems') return note(...read.problems.map(({ text }) => text), 'Nothing was recorded.');
  const outcome = await doFilled(context.workLead, read, {
    leadId: found.lead.id,
    rep: rep.id,
    findRep: (word) => findRep(word, command.person),
  });
  return answer(found.lead, read, outcome, { context, rep, now: command.at });
}

function answer(
  lead: Lead,
  wish: OwnerWish,
  outcome: Awaited<ReturnType<typeof doFilled>>,
  { context, rep, now }: { context: WorkCommandContext; rep: Rep; now: Date },
): Reply {
  const title = leadTitle(lead.attributes);
  const telling = { now, timezone: rep.timezone ?? context.ruleset.timezone, ruleset: context.ruleset };
  switch (outcome.kind) {
    case 'done':
      return note(`${doneSentence(wish, telling)}: ${title}`);
    case 'unchanged':
      return note(`${unchangedSentence(wish)}: ${title}`);
    case 'refused':
      return note(ownerSentence(outcome.because));
  }
}

interface Reading extends WorkCommandContext {
  rep: Rep;
  command: TypedCommand;
  word: OwnerWord;
  /** What stands after the id. */
  text: string;
  findRep: FindRep;
}

type Read = OwnerWish | FormProblems;

const READERS: Record<OwnerWord, (reading: Reading) => Read | Promise<Read>> = {
  contacted: (reading) => filled('contacted', { ...readTouch(reading.text) }, reading),
  won: (reading) => filled('won', { ...readWon(reading.text, reading.ruleset.currency) }, reading),
  lost: (reading) => {
    if (reading.text !== '') return filled('lost', { ...readReason(reading.text, LOST_REASONS) }, reading);
    const reasons = LOST_REASONS.map(({ value }) => value).join(', ');
    return problem(`Say why it was lost, in your own words or with one of these: ${reasons}.`);
  },
  release: (reading) => filled('release', { ...readReason(reading.text, RELEASE_REASONS) }, reading),
  snooze: ({ rep, command, word, text, calendars }) => {
    const context = { now: command.at, calendar: calendars(rep.id), command: `${command.prefix} ${word}`.trim() };
    const wish = parseSnooze(text, context);
    // Chats that show a note as it is would show the marks too.
    return wish.kind === 'snooze' ? wish : problem(wish.hint.replaceAll('`', ''));
  },
  handover: async (reading) => filled('hand-over', await readColleague(reading), reading),
};

function filled(
  purpose: 'contacted' | 'won' | 'lost' | 'release' | 'hand-over',
  values: Record<string, string>,
  { rep, command, ruleset }: Reading,
): Read {
  const read = readFilled(purpose, values, fillContext(command, rep, ruleset));
  return read.kind === 'decline' ? problem('An offer is declined on its card.') : read;
}

function problem(text: string): FormProblems {
  return { kind: 'problems', problems: [{ field: 'text', text }] };
}

/** The words that a rep's name may have. */
const NAME_WORDS = 4;

/** As many of the first words as name a rep, and the note. */
async function readColleague({ text, command, findRep }: Reading): Promise<{ rep: string; note: string }> {
  const words = text.replace(/^to\s+/i, '').split(/\s+/);
  for (let count = Math.min(NAME_WORDS, words.length); count > 0; count -= 1) {
    const rep = await findRep(words.slice(0, count).join(' '), command.person);
    if (rep) return { rep: rep.id, note: words.slice(count).join(' ') };
  }
  return { rep: words[0] ?? '', note: '' };
}
