/**
 * The values of a person's leads by which they could be recognised, in every spelling that Dibs stores: what is looked for after erasing,
 * and what is taken out of messages that name several leads. In lower case, each once.
 */
import { type LeadAttributes, leadTitle } from '../lead.ts';
import type { LeadEvent, TimelineEntry } from '../lead-event.ts';
import { matchKeys } from '../people/match-keys.ts';

/** Shorter words are in other people's leads as well, and say nothing. */
const LEAST = { contact: 6, name: 6, code: 10, words: 12 } as const;

/** Of a longer text this much is looked for: enough to be found, too much to be there by chance. */
const MOST_CHARACTERS = 60;

/** Addresses, numbers, full names, what cards call the lead; and words: the message, notes, the sender's own id. */
export function tellingValues(timelines: readonly (readonly TimelineEntry[])[]): string[] {
  const events = timelines.flat().map(({ event }) => event);
  const words = events.flatMap((event) => [
    ...attributesOf(event).flatMap(({ message, externalId }) => [
      ...longestRun(message, LEAST.words),
      ...longestRun(externalId, LEAST.code),
    ]),
    ...('note' in event ? longestRun(event.note, LEAST.words) : []),
  ]);
  return inLowerCase([...namingValues(timelines), ...words]);
}

/** Addresses, numbers, full names, and what cards call the lead. */
export function namingValues(timelines: readonly (readonly TimelineEntry[])[]): string[] {
  return inLowerCase(
    timelines
      .flat()
      .flatMap(({ event }) => attributesOf(event))
      .flatMap((attributes) => [...contactValues(attributes), ...namesOf(attributes)]),
  );
}

/** An address as it is, as a mailbox, and as part of a link; a number with and without its plus. */
export function contactValues(attributes: LeadAttributes): string[] {
  const { email, phone } = attributes;
  const mailboxes = matchKeys(attributes).flatMap((key) => /^email:(.*)$/.exec(key)?.[1] ?? []);
  const addresses = email ? [email, encodeURIComponent(email), ...mailboxes] : [];
  const numbers = phone ? [phone, phone.replace(/\D/g, '')] : [];
  return inLowerCase([...addresses, ...numbers]).filter((value) => value.length >= LEAST.contact);
}

function attributesOf(event: LeadEvent): LeadAttributes[] {
  if (event.type === 'received' || event.type === 'edited') return [event.attributes];
  return event.type === 'merged' ? [{ ...event.fills, custom: event.fills.custom ?? {} }] : [];
}

/** One word is a name that many have; a company's is nobody's. */
function namesOf(attributes: LeadAttributes): string[] {
  const { name, firstName, lastName, email, phone } = attributes;
  const whole = [name, firstName && lastName ? `${firstName} ${lastName}` : undefined];
  const title = name || email || phone ? leadTitle(attributes) : undefined;
  return [...whole, title].filter((text) => text?.includes(' ')).flatMap((text) => longestRun(text, LEAST.name));
}

/** The database writes quotes, backslashes and line breaks in other ways inside of JSON, so a run without them is looked for. */
function longestRun(text: string | undefined, least: number): string[] {
  const runs = (text ?? '').split(/["\\\p{Cc}]+/u).map((run) => run.trim().slice(0, MOST_CHARACTERS).trim());
  const [longest = ''] = runs.sort((one, other) => other.length - one.length);
  return longest.length >= least ? [longest] : [];
}

function inLowerCase(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.toLowerCase()))];
}
