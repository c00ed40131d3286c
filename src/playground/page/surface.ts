/** What blocks can do where they are shown: on a message every choice is sent at once, in a dialog it is kept until sent. */
import { createContext } from 'react';
import type { Chosen } from '../element-values.ts';
import type { Reaction } from '../reaction.ts';

export interface Surface {
  /** What was chosen or typed here and not sent yet; `undefined`: nothing, show what the app said. */
  value(blockId: string, actionId: string): Chosen | undefined;
  change(blockId: string, actionId: string, chosen: Chosen): void;
  /** Tells the app. Resolves with what went wrong, if anything. */
  act(blockId: string, actionId: string, chosen?: Chosen): Promise<Reaction>;
  /** What the app found wrong with an input block. */
  error(blockId: string): string | undefined;
}

export const SurfaceContext = createContext<Surface | null>(null);
