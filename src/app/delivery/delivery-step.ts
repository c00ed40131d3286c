/**
 * One step of one delivery: edit, look, or post. Written so that a crash at any line leaves a state from which the next
 * holder goes on without posting twice (design D4).
 */

import { ChatError } from '../../domain/errors.ts';
import type { Lead } from '../../domain/lead.ts';
import type { PlatformName } from '../../domain/ruleset.ts';
import type { Delivery } from '../../ports/deliveries.ts';
import type { DeliverContext, OpenPlace, StepResult } from './deliver-context.ts';
import { type DrawnCard, drawCard } from './draw-card.ts';
import { settleFailure } from './settle-failure.ts';

/** A lost answer is looked up no earlier than this: the message may still be on its way. */
const LOOK_AFTER_MS = 2_000;

/** Looks that must find nothing, this far apart, before the card is posted again. */
const LOOKS_BEFORE_REPOST = 2;
const LOOK_AGAIN_MS = 3_000;

export async function takeStep(
  context: DeliverContext,
  place: OpenPlace,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    if (delivery.state === 'sending' || delivery.state === 'ambiguous') return await look(context, place, delivery);
    const lead = delivery.leadId === null ? null : await context.store.leads.find(delivery.leadId);
    const others = await toldWith(context, place, delivery);
    const drawn = drawCard(delivery, place.conversation, lead, context.ruleset, others);
    // The version drawn, not the one wanted when the work was listed: what is on the card is what is recorded.
    const version = lead?.version ?? delivery.wantedVersion;
    if (!drawn) return await skip(context, delivery);
    if (delivery.message !== null) return await edit(context, place, delivery, drawn, version);
    if (!drawn.worthPosting) return await skip(context, delivery);
    return await post(context, place, delivery, drawn, version, signal);
  } catch (error) {
    return await settleStep(context, place, delivery, error);
  }
}

/** The leads that a reminder is about besides its own. */
async function toldWith(context: DeliverContext, place: OpenPlace, delivery: Delivery): Promise<Lead[]> {
  if (delivery.kind !== 'reminder' || delivery.leadId === null) return [];
  return context.store.limits.remindedWith(place.conversation.target, delivery.leadId);
}

async function post(
  context: DeliverContext,
  place: OpenPlace,
  delivery: Delivery,
  drawn: DrawnCard,
  version: number,
  signal: AbortSignal,
): Promise<StepResult> {
  const { store, clock } = context;
  await clock.sleep(pauseBeforePost(place, clock.now()), signal);
  if (signal.aborted) return { kind: 'stopped' };
  const startedAt = clock.now();
  if (!(await store.deliveries.startPost(delivery.id, place.holder, startedAt))) return { kind: 'lease_lost' };
  const ref = await place.platform.postCard(place.address, drawn.card, delivery.id);
  place.lastPostedAt = startedAt;
  await store.deliveries.update(
    delivery.id,
    { state: 'sent', message: ref.message, sentVersion: version, error: null },
    startedAt,
  );
  return { kind: 'posted' };
}

function pauseBeforePost(place: OpenPlace, now: Date): number {
  if (!place.lastPostedAt) return 0;
  return Math.max(0, place.lastPostedAt.getTime() + place.platform.postSpacingMs - now.getTime());
}

async function edit(
  context: DeliverContext,
  place: OpenPlace,
  delivery: Delivery,
  drawn: DrawnCard,
  version: number,
): Promise<StepResult> {
  const at = { conversation: place.address, message: delivery.message ?? '' };
  try {
    await place.platform.editCard(at, drawn.card, delivery.id);
  } catch (error) {
    if (!(error instanceof ChatError && error.scope === 'message')) throw error;
    // Somebody deleted the message. A lead that waits for someone must have a card, so that one is posted anew.
    const state = drawn.worthPosting ? 'pending' : 'skipped';
    await context.store.deliveries.update(delivery.id, { state, message: null, error: error.code });
    return { kind: 'skipped' };
  }
  await context.store.deliveries.update(delivery.id, {
    state: 'sent',
    sentVersion: version,
    notBefore: null,
    error: null,
  });
  return { kind: 'edited' };
}

/** A post whose answer was lost: it is there, or it is not, or it is still too early to tell. */
async function look(context: DeliverContext, place: OpenPlace, delivery: Delivery): Promise<StepResult> {
  const { store, clock } = context;
  const attemptedAt = delivery.attemptedAt ?? clock.now();
  const earliest = new Date(attemptedAt.getTime() + LOOK_AFTER_MS);
  if (earliest > clock.now()) {
    await store.deliveries.update(delivery.id, { state: 'ambiguous', notBefore: earliest });
    return { kind: 'not_found_yet' };
  }
  const found = await place.platform.findCard(place.address, delivery.id, attemptedAt);
  if (typeof found !== 'string') {
    // What it shows is unknown, so it counts as out of date and is drawn again at once.
    await store.deliveries.update(delivery.id, {
      state: 'sent',
      message: found.message,
      sentVersion: 0,
      notBefore: null,
    });
    return { kind: 'found' };
  }
  const looks = delivery.looks + 1;
  const repost = looks >= LOOKS_BEFORE_REPOST;
  const again = new Date(clock.now().getTime() + LOOK_AGAIN_MS);
  await store.deliveries.update(delivery.id, {
    state: repost ? 'pending' : 'ambiguous',
    looks: repost ? 0 : looks,
    notBefore: repost ? null : again,
  });
  return { kind: 'not_found_yet' };
}

async function skip(context: DeliverContext, delivery: Delivery): Promise<StepResult> {
  await context.store.deliveries.update(delivery.id, { state: 'skipped' });
  return { kind: 'skipped' };
}

/** A failed call: lost answers become ambiguous, refused cards are reported, everything else waits in its conversation. */
async function settleStep(
  context: DeliverContext,
  place: OpenPlace,
  delivery: Delivery,
  error: unknown,
): Promise<StepResult> {
  if (!(error instanceof ChatError)) throw error;
  const { store, clock } = context;
  const wasPosting = delivery.state === 'pending' && delivery.message === null;
  if (error.retry === 'ambiguous' && wasPosting) {
    const notBefore = new Date(clock.now().getTime() + LOOK_AFTER_MS);
    await store.deliveries.update(
      delivery.id,
      { state: 'ambiguous', looks: 0, notBefore, error: error.code },
      clock.now(),
    );
    return { kind: 'ambiguous' };
  }
  if (error.retry === 'never' && error.scope === 'card') return refused(context, place, delivery, error.code);
  if (wasPosting) await store.deliveries.update(delivery.id, { state: 'pending', error: error.code });
  return { kind: 'held', until: await settleFailure(context, place.conversation, error) };
}

async function refused(
  context: DeliverContext,
  place: OpenPlace,
  delivery: Delivery,
  code: string,
): Promise<StepResult> {
  await context.store.deliveries.update(delivery.id, { state: 'failed', error: code });
  if (delivery.kind !== 'notice') {
    const platform: PlatformName = place.platform.name;
    await context.notifyAdmins({
      key: `refused:${delivery.id}`,
      title: 'A card was refused',
      lines: [
        `${platform} refused the card of lead ${delivery.leadId ?? ''} in ${place.conversation.target}: "${code}".`,
        'The lead itself is safe: ask Dibs to show it by that id, and please report this as a bug.',
      ],
    });
  }
  return { kind: 'refused' };
}
