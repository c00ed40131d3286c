/** What a person sees after they did something: nothing, or why it did not work. */
import type { Acknowledgement } from './app-link.ts';

export type Reaction =
  | { ok: true }
  /** `error` is a code for tests; `message` is a sentence for the person. */
  | { ok: false; error: string; message: string };

export const DONE: Reaction = { ok: true };

export function refuse(error: string, message: string): Reaction {
  return { ok: false, error, message };
}

/** What Slack shows beside a button, or in a modal, when the app fails. */
export function reactionTo(ack: Acknowledgement): Reaction {
  switch (ack.kind) {
    case 'acknowledged':
      return DONE;
    case 'timed_out':
      return refuse('timed_out', 'The app did not acknowledge within 3 seconds. It may still have done its work.');
    case 'failed':
      return refuse('dispatch_failed', `The app could not be reached or answered with an error (${ack.because}).`);
  }
}
