/** One element's conversation with the app: busy while it waits for the acknowledgement, then maybe a warning. */
import { useContext, useState } from 'react';
import type { InteractiveElement } from '../block-kit/elements.ts';
import { type Chosen, initialChoice } from '../element-values.ts';
import { SurfaceContext } from './surface.ts';

export interface Action {
  chosen: Chosen | undefined;
  busy: boolean;
  problem: string | null;
  /** Keeps a value without telling the app. */
  keep(chosen: Chosen): void;
  /** Keeps a value and tells the app. */
  send(chosen?: Chosen): Promise<void>;
}

export function useAction(blockId: string, element: InteractiveElement): Action {
  const surface = useContext(SurfaceContext);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const actionId = element.action_id ?? '';
  return {
    chosen: surface?.value(blockId, actionId) ?? initialChoice(element),
    busy,
    problem,
    keep: (chosen) => surface?.change(blockId, actionId, chosen),
    async send(chosen) {
      if (!surface || busy) return;
      if (chosen !== undefined) surface.change(blockId, actionId, chosen);
      setBusy(true);
      setProblem(null);
      const reaction = await surface.act(blockId, actionId, chosen);
      setProblem(reaction.ok ? null : reaction.message);
      setBusy(false);
    },
  };
}
