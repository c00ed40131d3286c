/** The messages of the conversation that is open: the newest page, older ones on demand, and every change as it comes. */
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import type { PageMessage } from '../page-model.ts';
import { loadHistory } from './api.ts';
import type { MessageChange, Subscribe } from './use-workspace.ts';

interface Shown {
  channel: string;
  byTs: Map<string, PageMessage>;
  hasMore: boolean;
  loaded: boolean;
}

type Step =
  | { type: 'loaded'; channel: string; messages: PageMessage[]; hasMore: boolean }
  | Exclude<MessageChange, { type: 'reconnected' }>;

export interface Messages {
  /** Oldest first. */
  list: PageMessage[];
  hasMore: boolean;
  loaded: boolean;
  loadOlder(): void;
}

/** For one person and one conversation: whoever shows another mounts anew. */
export function useMessages(as: string, channel: string, subscribe: Subscribe): Messages {
  const [shown, step] = useReducer(next, { channel, byTs: new Map(), hasMore: false, loaded: false });

  const load = useCallback(
    async (before: string) => {
      const history = await loadHistory(as, channel, before);
      step({ type: 'loaded', channel, ...history });
    },
    [as, channel],
  );

  useEffect(() => {
    void load('');
    return subscribe((change) => {
      if (change.type === 'reconnected') void load('');
      else step(change);
    });
  }, [load, subscribe]);

  const list = useMemo(() => [...shown.byTs.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1)), [shown.byTs]);
  const oldest = list[0]?.ts ?? '';
  return { list, hasMore: shown.hasMore, loaded: shown.loaded, loadOlder: () => void load(oldest) };
}

function next(shown: Shown, change: Step): Shown {
  if (change.channel !== shown.channel) return shown;
  const byTs = new Map(shown.byTs);
  if (change.type === 'deleted') {
    byTs.delete(change.ts);
    return { ...shown, byTs };
  }
  const messages = change.type === 'loaded' ? change.messages : [change.message];
  for (const message of messages) {
    const before = byTs.get(message.ts);
    // An edit may overtake the history that was asked for before it.
    if (!before || (message.editedTs ?? '') >= (before.editedTs ?? '')) byTs.set(message.ts, message);
  }
  return change.type === 'loaded' ? { ...shown, byTs, hasMore: change.hasMore, loaded: true } : { ...shown, byTs };
}
