/** The page's requests to its own server. Nothing goes anywhere else. */
import type { Chosen, FormValues } from '../element-values.ts';
import type { LeadAnswer } from '../lead-sender.ts';
import type { PageEvents, PageHistory } from '../page-model.ts';
import type { Reaction } from '../reaction.ts';

/** Every act, with what it is told and what it answers. */
interface Acts {
  click: [{ user: string; at: ClickPlace; actionId: string; blockId: string; chosen?: Chosen }, Reaction];
  type: [{ user: string; channel: string; text: string }, Reaction];
  submit: [{ user: string; modal: string; values: FormValues }, Reaction];
  close: [{ user: string; modal: string }, Reaction];
  read: [{ user: string; channel: string; ts: string }, unknown];
  dismiss: [{ note: string }, unknown];
  example: [object, Record<string, unknown>];
  lead: [{ lead: Record<string, unknown> }, LeadAnswer];
  time: [{ aheadByMs: number }, unknown];
  stream: [{ perSecond: number }, unknown];
}

export type ClickPlace = { channel: string; ts: string } | { note: string } | { modal: string; values: FormValues };

export async function post<A extends keyof Acts>(act: A, body: Acts[A][0]): Promise<Acts[A][1]> {
  const response = await fetch(`/playground/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** An act of a person. When the server is gone, that is what they are told. */
export async function react<A extends 'click' | 'type' | 'submit' | 'close'>(
  act: A,
  body: Acts[A][0],
): Promise<Reaction> {
  try {
    return await post(act, body);
  } catch {
    return { ok: false, error: 'offline', message: 'The playground does not answer. Is it still running?' };
  }
}

/** Messages of a conversation, newest page first. @param before `ts` of the oldest one shown; empty for the newest page */
export async function loadHistory(as: string, channel: string, before: string): Promise<PageHistory> {
  const response = await fetch(`/playground/history?${new URLSearchParams({ as, channel, before })}`);
  return response.ok ? response.json() : { messages: [], hasMore: false };
}

export type Listeners = { [K in keyof PageEvents]: (data: PageEvents[K]) => void };

/** Hears what changes; reconnects by itself. @returns stops it */
export function listen(as: string, listeners: Listeners, onConnection: (connected: boolean) => void): () => void {
  const source = new EventSource(`/playground/events?${new URLSearchParams({ as })}`);
  source.onopen = () => onConnection(true);
  source.onerror = () => onConnection(false);
  for (const [name, hear] of Object.entries(listeners)) {
    source.addEventListener(name, (event: MessageEvent<string>) => hear(JSON.parse(event.data)));
  }
  return () => source.close();
}
