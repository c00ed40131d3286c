/** Stands where the app will: remembers what it was asked, and answers what the test says. */
import type { ChatInbox, Reply } from '../../../src/ports/chat-inbox.ts';

export interface ScriptedInbox extends ChatInbox {
  calls: { method: keyof ChatInbox; args: unknown[] }[];
}

/** @param answers what each method gives back; `nothing` unless said */
export function scriptedInbox(answers: Partial<ChatInbox> = {}): ScriptedInbox {
  const calls: ScriptedInbox['calls'] = [];
  const nothing: Reply = { kind: 'nothing' };
  const remember = <A extends unknown[], R>(method: keyof ChatInbox, answer: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => {
      calls.push({ method, args });
      return answer(...args);
    };
  };
  const silent = async () => nothing;
  return {
    calls,
    claim: remember('claim', answers.claim ?? silent),
    contacted: remember('contacted', answers.contacted ?? silent),
    stage: remember('stage', answers.stage ?? silent),
    askRelease: remember('askRelease', answers.askRelease ?? silent),
    release: remember('release', answers.release ?? silent),
    accept: remember('accept', answers.accept ?? silent),
    askDecline: remember('askDecline', answers.askDecline ?? silent),
    decline: remember('decline', answers.decline ?? silent),
    why: remember('why', answers.why ?? silent),
    sendToPool: remember('sendToPool', answers.sendToPool ?? silent),
    disqualify: remember('disqualify', answers.disqualify ?? silent),
    command: remember('command', answers.command ?? silent),
  };
}
