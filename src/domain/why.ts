/**
 * "Why me?": a trace told to somebody who clicked or asked. The answer first, then who was passed over for what and what would
 * change that, then how the lead came there.
 */
import { describeStep, type NameOf, type Trace, type TraceStep } from './trace.ts';

/**
 * @param trace of one lead, in order; only what the reader may know of it
 * @param reader id of the rep who reads: steps about them say "you"; `null` for somebody who is no rep
 * @returns sentences, the answer first; none for an empty trace
 */
export function explainWhy(trace: Trace, reader: string | null, nameOf: NameOf): string[] {
  const at = trace.findLastIndex(isAnswer);
  const answer = trace[at];
  if (!answer) return trace.map((step) => sentence(step, reader, nameOf));
  const start = trace.slice(0, at).findLastIndex(isAnswer) + 1;
  const sameChoice = [...trace.slice(start, at), ...trace.slice(at + 1)];
  return [answer, ...sameChoice, ...trace.slice(0, start)].map((step) => sentence(step, reader, nameOf));
}

const ANSWERS: ReadonlySet<TraceStep['step']> = new Set(['screened', 'destination', 'chosen', 'nobody', 'failed']);

/** Steps that say where the lead went, or whether it was to go anywhere. */
function isAnswer({ step }: TraceStep): boolean {
  return ANSWERS.has(step);
}

function sentence(step: TraceStep, reader: string | null, nameOf: NameOf): string {
  if (step.step === 'chosen' && step.rep === reader) return `You were next: ${toReader(step.because)}.`;
  if (step.step === 'passed-over' && step.rep === reader) {
    return `You were passed over: ${toReader(step.because)}.${step.instead ? ` ${toReader(step.instead)}` : ''}`;
  }
  return describeStep(step, nameOf);
}

/** The reasons of a trace are told of somebody else, in the present: to them, and looking back, they read like this. */
const TO_READER: [RegExp, string][] = [
  [/\bowes them\b/g, 'owed you'],
  [/\bThey are\b/g, 'You are'],
  [/\bthey are\b/g, 'you were'],
  [/\bthey have\b/g, 'you had'],
  [/\bshows them\b/g, 'showed you'],
  [/\bthem\b/g, 'you'],
  [/\bthey\b/g, 'you'],
  [/\bTheir\b/g, 'Your'],
  [/\btheir\b/g, 'your'],
];

function toReader(words: string): string {
  return TO_READER.reduce((text, [theirs, yours]) => text.replace(theirs, yours), words);
}
