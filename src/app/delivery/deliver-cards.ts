/**
 * Brings one conversation up to date: edits cards that changed, looks for posts whose answer was lost, posts new cards at
 * the platform's pace. One holder per conversation at a time, whatever the number of instances (see docs/decisions/0003).
 */

import { ChatError } from '../../domain/errors.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Delivery, LeasedConversation } from '../../ports/deliveries.ts';
import type { DeliverContext, OpenPlace } from './deliver-context.ts';
import { takeStep } from './delivery-step.ts';
import { holdFor, REP_NOT_FOUND, settleFailure } from './settle-failure.ts';

/** Longer than any single call to a platform (10 s), so that a live holder never loses the lease between two steps. */
const LEASE_MS = 30_000;

/** After this long the job ends and is put back, well before it would be taken for dead (30 s). */
const SLICE_MS = 15_000;

const DUE_AT_ONCE = 20;

/**
 * Works on a conversation until nothing is due or the slice is over.
 * @param signal ends the slice early, after the step under way
 * @returns when to come back; `null` when there is nothing left to do, or another holder is at it
 */
export async function deliverCards(
  context: DeliverContext,
  conversationId: string,
  signal: AbortSignal,
): Promise<Date | null> {
  const { store, clock } = context;
  // Of its own for each call: a second job of the same conversation may be taken by this very process.
  const holder = context.ids.next();
  const end = clock.now().getTime() + SLICE_MS;
  for (;;) {
    const conversation = await store.deliveries.lease(conversationId, holder, clock.now(), LEASE_MS);
    if (!conversation) return null;
    try {
      const heldUntil = await workOff(context, { conversation, holder }, end, signal);
      if (heldUntil) return heldUntil;
    } finally {
      await store.deliveries.release(conversationId, holder);
    }
    // Looked at after the release: whoever added work while we held the lease saw it taken and left it to us.
    const next = await store.deliveries.nextDue(conversationId);
    if (!next || signal.aborted || next > clock.now() || clock.now().getTime() >= end) return next;
  }
}

/** @returns until when the conversation is held back, or `null` when it may go on */
async function workOff(
  context: DeliverContext,
  { conversation, holder }: Pick<OpenPlace, 'conversation' | 'holder'>,
  end: number,
  signal: AbortSignal,
): Promise<Date | null> {
  const { store, clock } = context;
  if (conversation.heldUntil && conversation.heldUntil > clock.now()) return conversation.heldUntil;
  const platform = context.platforms.get(conversation.platform);
  if (!platform) return holdFor(context, conversation, 'platform_not_connected', 60_000);
  const address = await resolveAddress(context, platform, conversation);
  if (address.kind === 'held') return address.until;
  if (address.kind === 'elsewhere') return skipAll(context, conversation);
  if (conversation.problem) await store.deliveries.holdConversation(conversation.id, null, null);

  const place = {
    platform,
    address: address.value,
    conversation,
    holder,
    lastPostedAt: conversation.lastPostedAt,
  };
  while (!signal.aborted && clock.now().getTime() < end) {
    const due = inOrder(await store.deliveries.due(conversation.id, clock.now(), DUE_AT_ONCE));
    if (due.length === 0) return null;
    const ended = await takeSteps(context, place, due, signal);
    if (ended) return ended.heldUntil;
    const renewed = await store.deliveries.lease(conversation.id, holder, clock.now(), LEASE_MS);
    if (!renewed) return null;
  }
  return null;
}

/** @returns `null` when all steps were taken and the holder may go on; else until when the conversation is held, if it is */
async function takeSteps(
  context: DeliverContext,
  place: OpenPlace,
  due: readonly Delivery[],
  signal: AbortSignal,
): Promise<{ heldUntil: Date | null } | null> {
  for (const delivery of due) {
    const result = await takeStep(context, place, delivery, signal);
    context.onStep?.(place.platform.name, result);
    if (result.kind === 'held') return { heldUntil: result.until };
    if (result.kind === 'lease_lost' || result.kind === 'stopped') return { heldUntil: null };
  }
  return null;
}

/** Everything that is quick, then at most one post: the pause between two posts must not keep an edit waiting. */
function inOrder(due: readonly Delivery[]): Delivery[] {
  const quick = due.filter((delivery) => delivery.state !== 'pending');
  const firstPost = due.find((delivery) => delivery.state === 'pending');
  return firstPost ? [...quick, firstPost] : quick;
}

/** `elsewhere`: the rep is not on this platform and gets the cards on another. */
type Address = { kind: 'open'; value: string } | { kind: 'elsewhere' } | { kind: 'held'; until: Date };

async function resolveAddress(
  context: DeliverContext,
  platform: ChatPlatform,
  conversation: LeasedConversation,
): Promise<Address> {
  if (conversation.address && !conversation.problem) return { kind: 'open', value: conversation.address };
  try {
    const value =
      conversation.kind === 'channel'
        ? await platform.openChannel(conversation.target)
        : await openDirect(context, platform, conversation.target);
    if (value === null) return { kind: 'elsewhere' };
    await context.store.deliveries.setAddress(conversation.id, value);
    return { kind: 'open', value };
  } catch (error) {
    return { kind: 'held', until: await settleFailure(context, conversation, error) };
  }
}

async function skipAll({ store, clock }: DeliverContext, { id }: LeasedConversation): Promise<null> {
  for (;;) {
    const due = await store.deliveries.due(id, clock.now(), DUE_AT_ONCE);
    if (due.length === 0) return null;
    for (const delivery of due) await store.deliveries.update(delivery.id, { state: 'skipped' });
  }
}

/** @returns `null` when the rep is on another platform only */
async function openDirect(context: DeliverContext, platform: ChatPlatform, rep: string): Promise<string | null> {
  const userId = await context.directory.userOf(platform, rep);
  if (userId !== null) return platform.openDirect(userId);
  if (await context.directory.isAnywhere(rep)) return null;
  throw new ChatError(REP_NOT_FOUND, {
    retry: 'never',
    scope: 'conversation',
    remedy: `Nobody in ${[...context.platforms.values()].map(({ title }) => title).join(' or ')} has the e-mail address that the routing file gives for rep "${rep}". Correct one of the two.`,
  });
}
