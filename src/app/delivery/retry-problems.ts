/** Somebody may have put right what kept cards back: they go out now, not at the next look. */
import type { PlatformName } from '../../domain/ruleset.ts';
import type { Store } from '../../ports/store.ts';
import type { Wake } from '../../ports/wake.ts';

export async function retryProblems(
  { store, wake }: { store: Store; wake: Wake },
  platform: PlatformName,
): Promise<void> {
  const conversations = await store.deliveries.retryProblems(platform);
  await store.deliveries.enqueue(conversations);
  wake.deliveries(conversations);
}
