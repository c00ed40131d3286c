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
    ask: remember('ask', answers.ask ?? silent),
    submit: remember('submit', answers.submit ?? silent),
    accept: remember('accept', answers.accept ?? silent),
    why: remember('why', answers.why ?? silent),
    sendToPool: remember('sendToPool', answers.sendToPool ?? silent),
    approve: remember('approve', answers.approve ?? silent),
    bringBack: remember('bringBack', answers.bringBack ?? silent),
    endExperiment: remember('endExperiment', answers.endExperiment ?? silent),
    command: remember('command', answers.command ?? silent),
  };
}
