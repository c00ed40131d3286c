/**
 * What a chat platform calls when a person does something there: clicks a card, sends a form, types a command. The app
 * fulfils it; Slack and Teams share it. Platforms repeat requests, so any call may come twice with the same `id`.
 * Calls throw `AppError` only: `later` means nothing was recorded, and the platform tells the person so.
 */
import type { Card, CardForm, CardNote } from '../domain/card.ts';
import type { FormPurpose } from '../domain/lead-forms.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { MessageRef } from './chat-platform.ts';

/** Somebody on a platform, in the platform's own ids. Always of our own workspace or tenant: strangers are refused before. */
export interface Person {
  platform: PlatformName;
  team: string;
  userId: string;
}

/** What every request of a person brings. */
export interface Gesture {
  person: Person;
  /** The same when the platform or an attacker sends the same request again. */
  id: string;
  /** When the request reached us. */
  at: Date;
}

/** A click on a card, or a choice from one of its menus. */
export interface CardClick extends Gesture {
  /** The card's `value`: a delivery id as the card carries it, unchecked. */
  delivery: string;
  /** The message that was clicked, for adopting copies whose post's answer was lost; `null` for a private copy. */
  message: MessageRef | null;
}

/** A form as it was filled in, or a choice from a menu that says it all. */
export interface FormSubmission extends Gesture {
  purpose: FormPurpose;
  /** From the form; unchecked, as everything here. */
  delivery: string;
  /**
   * By field name; what was left alone is missing. A moment is an instant (`2026-03-03T08:00:00.000Z`), or the time on the rep's own clock
   * where the platform knows no more (`2026-03-03T09:00`).
   */
  values: Readonly<Record<string, string>>;
}

export interface TypedCommand extends Gesture {
  /**
   * What was typed after the command's own name, e.g. `show 0198c1`, without any platform's markup. Somebody who was
   * mentioned is `@` and their user id on the platform.
   */
  text: string;
  /** What people type before it here, for examples in help texts: `/lead`, `@Dibs`. */
  prefix: string;
}

/**
 * The answer to the person, seen by nobody else. `nothing`: the card's own change is the answer.
 * A note's lines are plain text; a platform shows them one under the other.
 */
export type Reply = { kind: 'nothing' } | { kind: 'note'; lines: CardNote[] } | { kind: 'card'; card: Card };

/** Asks the person for what is missing, where the platform has dialogs. */
export interface OpenForm {
  kind: 'form';
  purpose: FormPurpose;
  delivery: string;
  /** What this person may know the lead by, so that they see which one it is about. */
  lead: string;
  form: CardForm;
}

/** What is wrong with a form, by the names of its fields; it stays open. */
export interface FormProblems {
  kind: 'problems';
  /** `label`: the field's, where the text alone does not tell which one it is about. */
  problems: { field: string; text: string; label?: string }[];
}

export interface ChatInbox {
  claim(click: CardClick): Promise<Reply>;
  /** The first half of what needs a form: checks that this person may do it, and says what to ask. Changes nothing. */
  ask(click: CardClick, purpose: FormPurpose): Promise<OpenForm | Reply>;
  submit(submission: FormSubmission): Promise<Reply | FormProblems>;
  /** Takes the lead that is offered to them. */
  accept(click: CardClick): Promise<Reply>;
  /** Says in plain words why the lead is where it is. Changes nothing. */
  why(click: CardClick): Promise<Reply>;
  /** @param pool a value of the card's own menu, unchecked */
  sendToPool(click: CardClick, pool: string): Promise<Reply>;
  /** Passes a lead in review on to the rules. */
  approve(click: CardClick): Promise<Reply>;
  /** Brings a rejected lead back to review. */
  bringBack(click: CardClick): Promise<Reply>;
  /** @param arm a value of the card's own menu, unchecked */
  endExperiment(click: CardClick, arm: string): Promise<Reply>;
  command(command: TypedCommand): Promise<Reply>;
}
