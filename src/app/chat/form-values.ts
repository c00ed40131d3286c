/** What was filled in, read into what is meant; or what is wrong with it, field by field. */
import { parseAmount } from '../../domain/amount.ts';
import { dateOf, HOUR_MS, instantAt } from '../../domain/availability/local-time.ts';
import type { TouchKind } from '../../domain/lead-event.ts';
import type { FormPurpose } from '../../domain/lead-forms.ts';
import type { ReviewForm } from '../../domain/screening/review-forms.ts';
import { tomorrowMorning } from '../../domain/snooze-words.ts';
import { isDeclineReason, isLostReason, isReleaseReason, isStage, isTouchKind, NOTE_MAX } from '../../domain/stages.ts';
import type { FormProblems } from '../../ports/chat-inbox.ts';

export type Filled =
  | { kind: 'release'; reason: string; note: string | null }
  | { kind: 'decline'; reason: string; note: string | null }
  | { kind: 'contacted'; how: TouchKind; note: string | null }
  | { kind: 'stage'; stage: string; amount: number | null; reason: string | null; note: string | null }
  | { kind: 'snooze'; until: Date }
  /** `to`: an id, a name, an address or a mention, unchecked. */
  | { kind: 'hand-over'; to: string; note: string | null };

/** Forms of reps about leads of theirs; those of admins are in `review-inbox.ts`. */
export type OwnerForm = Exclude<FormPurpose, ReviewForm>;

export interface FillContext {
  now: Date;
  /** Of whoever filled it in, an IANA name. */
  timezone: string;
  /** The company's, ISO 4217. */
  currency: string | undefined;
}

export function readFilled(
  purpose: OwnerForm,
  values: Readonly<Record<string, string>>,
  context: FillContext,
): Filled | FormProblems {
  const problems: FormProblems['problems'] = [];
  const filled = read(purpose, values, context, (field, text) => problems.push({ field, text }));
  return problems.length > 0 || !filled ? { kind: 'problems', problems } : filled;
}

/** Tells what is wrong with a field. */
type Complain = (field: string, text: string) => void;

/** @returns `null`, or a value of no use, where it complains */
function read(
  purpose: OwnerForm,
  values: Readonly<Record<string, string>>,
  context: FillContext,
  complain: Complain,
): Filled | null {
  const note = readNote(values.note, complain);
  switch (purpose) {
    case 'release':
    case 'decline':
      return { kind: purpose, reason: readReason(purpose, values.reason, complain), note };
    case 'contacted':
      return readContacted(values.how, note, complain);
    case 'stage':
      return readStage(values.stage ?? '', note, values, context, complain);
    case 'won':
    case 'lost':
      return readStage(purpose, note, values, context, complain);
    case 'snooze':
    case 'snooze-until':
      return readSnooze(purpose === 'snooze' ? (values.until ?? '') : 'pick', values.at ?? '', context, complain);
    case 'hand-over':
      if (!values.rep) complain('rep', 'Say who gets it.');
      return { kind: 'hand-over', to: values.rep ?? '', note };
  }
}

function readNote(typed: string | undefined, complain: Complain): string | null {
  const note = typed?.trim() || null;
  if (note && note.length > NOTE_MAX) complain('note', noteTooLong(note));
  return note;
}

function readReason(purpose: 'release' | 'decline', reason: string | undefined, complain: Complain): string {
  const isOne = purpose === 'release' ? isReleaseReason : isDeclineReason;
  if (!isOne(reason ?? '')) complain('reason', 'Pick a reason.');
  return reason ?? '';
}

/** @param how a card of an earlier version has a button that says no more than "contacted" */
function readContacted(how = 'other', note: string | null, complain: Complain): Filled | null {
  if (isTouchKind(how)) return { kind: 'contacted', how, note };
  complain('how', 'Pick how you reached them.');
  return null;
}

export function noteTooLong(note: string): string {
  return `A note has at most ${NOTE_MAX} characters; this one has ${note.length.toLocaleString('en')}.`;
}

function readStage(
  stage: string,
  note: string | null,
  values: Readonly<Record<string, string>>,
  { currency }: FillContext,
  complain: Complain,
): Filled {
  if (!isStage(stage)) complain('stage', 'This stage is not known any more. Pick another one.');
  const lost = stage === 'lost';
  const reason = values.reason ?? '';
  if (lost && !isLostReason(reason)) complain('reason', 'Pick why it was lost.');
  const typed = stage === 'won' ? (values.amount?.trim() ?? '') : '';
  const amount = typed === '' ? null : parseAmount(typed, currency);
  if (amount && !amount.ok) complain('amount', amount.problem);
  return { kind: 'stage', stage, amount: amount?.ok ? amount.amount : null, reason: lost ? reason : null, note };
}

function readSnooze(choice: string, at: string, { now, timezone }: FillContext, complain: Complain): Filled | null {
  switch (choice) {
    case '1h':
      return { kind: 'snooze', until: new Date(now.getTime() + HOUR_MS) };
    case 'tomorrow':
      return { kind: 'snooze', until: tomorrowMorning(now, timezone) };
    case 'pick': {
      const until = momentOf(at, timezone);
      if (until) return { kind: 'snooze', until };
      complain('at', 'Pick a date and a time.');
      return null;
    }
    default:
      complain('until', 'Pick until when.');
      return null;
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** @param text as in `FormSubmission` */
function momentOf(text: string, timezone: string): Date | null {
  if (INSTANT.test(text)) return valid(Date.parse(text));
  const [, year, month, day, hour, minute] = (LOCAL.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) {
    return null;
  }
  const isTime = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60;
  return isTime ? valid(instantAt(dateOf(year, month, day), hour * 60 + minute, timezone)) : null;
}

function valid(ms: number): Date | null {
  return Number.isNaN(ms) ? null : new Date(ms);
}
