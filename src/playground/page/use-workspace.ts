/** What one page knows of the workspace, as the person it acts as: kept up to date by the event stream. */
import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import type { PageConversation, PageEvents, PageMessage, PageModal, PageNote } from '../page-model.ts';
import { listen } from './api.ts';

export interface Knowledge {
  connected: boolean;
  /** `null` until the server has answered for the first time. */
  people: PageEvents['people'] | null;
  sidebar: PageConversation[];
  modal: PageModal | null;
  notes: PageNote[];
  stream: PageEvents['stream'];
  /** How much later it is for Dibs than for this browser, in ms; `null` while that is not known. */
  aheadMs: number | null;
}

const NOTHING: Knowledge = {
  connected: false,
  people: null,
  sidebar: [],
  modal: null,
  notes: [],
  stream: { perSecond: 0, sent: 0, refused: 0 },
  aheadMs: null,
};

/** What happens in conversations, for whoever shows one. */
export type MessageChange =
  | { type: 'message'; channel: string; message: PageMessage }
  | { type: 'deleted'; channel: string; ts: string }
  /** The connection is new: what was shown may be out of date. */
  | { type: 'reconnected' };

export type Subscribe = (listener: (change: MessageChange) => void) => () => void;

/** @param as whom the page acts as: a handle or an id */
export function useWorkspace(as: string): Knowledge & { subscribe: Subscribe } {
  const [known, learn] = useReducer(
    (before: Knowledge, change: Partial<Knowledge>) => ({ ...before, ...change }),
    NOTHING,
  );
  const [listeners] = useState(() => new Set<(change: MessageChange) => void>());

  useEffect(() => {
    // What only one person may see goes at once; the rest stays until the other's comes.
    learn({ modal: null, notes: [] });
    const tell = (change: MessageChange) => {
      for (const listener of listeners) listener(change);
    };
    return listen(
      as,
      {
        people: (people) => learn({ people }),
        sidebar: (sidebar) => learn({ sidebar }),
        modal: (modal) => learn({ modal }),
        notes: (notes) => learn({ notes }),
        stream: (stream) => learn({ stream }),
        clock: ({ now }) => learn({ aheadMs: now - Date.now() }),
        message: (change) => tell({ type: 'message', ...change }),
        deleted: (change) => tell({ type: 'deleted', ...change }),
      },
      (connected) => {
        learn({ connected });
        if (connected) tell({ type: 'reconnected' });
      },
    );
  }, [as, listeners]);

  // One function for good: conversations load anew whenever it is another one.
  const subscribe = useCallback<Subscribe>(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [listeners],
  );
  return useMemo(() => ({ ...known, subscribe }), [known, subscribe]);
}
