/**
 * Deliveries: one card that must be in one conversation. What should be there, what is there, and how sure we are.
 */
import type { Card } from '../domain/card.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { MessageRef } from './chat-platform.ts';

/** A channel of the routing file, or the direct conversation with a rep, on one platform. */
export interface Conversation {
  id: string;
  platform: PlatformName;
  kind: 'channel' | 'direct';
  /** Channel name as in the routing file, or the rep's id. */
  target: string;
  /** The platform's own id, once resolved. */
  address: string | null;
}

/**
 * Which card of a lead: the one in its pool, the one in its owner's hands, a reminder, the word that the person wrote again, the one that asks
 * for a decision.
 */
export type CardKind = 'pool' | 'offer' | 'owner' | 'reminder' | 'again' | 'review';

/**
 * pending: nothing posted · sending: written before the call, so a crash leaves it so · ambiguous: may be there, look
 * first · sent: it is there · failed: the platform refuses this card, an admin has been told · skipped: never needed.
 */
export type DeliveryState = 'pending' | 'sending' | 'ambiguous' | 'sent' | 'failed' | 'skipped';

export interface Delivery {
  id: string;
  conversationId: string;
  /** `null` for a notice to admins, which brings its own card. */
  leadId: string | null;
  kind: CardKind | 'notice';
  /** The lead's round this card belongs to; a card of an older round offers nothing. Of a reminder, or the word of another message: the lead's version that it made. */
  round: number;
  state: DeliveryState;
  /** The lead's version that the card should show, and the one that it does (0: none yet). */
  wantedVersion: number;
  sentVersion: number;
  /** The platform's id of the message, once known. */
  message: string | null;
  attempts: number;
  /** How often we looked for it since the answer was lost. */
  looks: number;
  attemptedAt: Date | null;
  notice: Card | null;
}

/** A card that must exist. Wanting it twice makes one. */
export interface WantedCard {
  /** Id for the delivery, used when it is new. */
  id: string;
  leadId: string;
  kind: CardKind;
  round: number;
  conversationId: string;
}

/** What to write after a step; fields left out stay. */
export interface DeliveryUpdate {
  state?: DeliveryState;
  sentVersion?: number;
  message?: string | null;
  looks?: number;
  /** Not to be touched before. */
  notBefore?: Date | null;
  /** The platform's code, never its text. */
  error?: string | null;
}

export interface DeliveryRepository {
  /** Makes sure that these conversations exist; what is known of them stays. @returns all conversations there are */
  ensureConversations(wanted: readonly Omit<Conversation, 'address'>[]): Promise<Conversation[]>;

  /** Remembers the platform's id of a conversation. */
  setAddress(conversationId: string, address: string): Promise<void>;

  /**
   * Makes wanted cards exist, marks every card of these leads as out of date (`wantedVersion`), and commits a job for each
   * conversation with work, all in the caller's transaction.
   * @param versions the leads' versions after the change
   * @returns ids of the conversations with work
   */
  want(cards: readonly WantedCard[], versions: readonly { leadId: string; version: number }[]): Promise<string[]>;

  /**
   * Puts a notice into a conversation, once per `key`.
   * @param notice.about ids of the leads that it names, where it names any
   * @returns false when that key was there already
   */
  wantNotice(notice: {
    id: string;
    key: string;
    conversationId: string;
    card: Card;
    about?: readonly string[];
  }): Promise<boolean>;

  /** Changes what a notice says, where it is there and says something else. @returns whether it was changed */
  editNotice(key: string, card: Card): Promise<boolean>;

  /** Commits a job for each conversation. For sweeps; `want` does it by itself. */
  enqueue(conversationIds: readonly string[]): Promise<void>;

  /**
   * Takes the right to post in a conversation for `leaseMs`, or renews it; one holder at a time over all instances.
   * @returns the conversation and when something was last posted there; `null` when another holder has it
   */
  lease(conversationId: string, holder: string, now: Date, leaseMs: number): Promise<LeasedConversation | null>;

  /** Gives the right back. */
  release(conversationId: string, holder: string): Promise<void>;

  /** What is to do in a conversation now: edits first, then lost answers, then posts, each oldest first. */
  due(conversationId: string, now: Date, limit: number): Promise<Delivery[]>;

  /** When the next work of a conversation becomes due, if any is left. */
  nextDue(conversationId: string): Promise<Date | null>;

  /**
   * Writes `sending` before a post, only while the lease is held: a holder that slept past its lease changes nothing.
   * @returns false when the lease is lost
   */
  startPost(deliveryId: string, holder: string, now: Date): Promise<boolean>;

  /** Writes what came of a step. `postedAt` paces the conversation. */
  update(deliveryId: string, change: DeliveryUpdate, postedAt?: Date): Promise<void>;

  /** Holds a whole conversation back, e.g. after a rate limit or because the bot was removed. `null` clears it. */
  holdConversation(conversationId: string, until: Date | null, problem: string | null): Promise<void>;

  /**
   * Lets every conversation of a platform that was held back because of a problem be tried again now: somebody may have solved it.
   * @returns their ids
   */
  retryProblems(platform: PlatformName): Promise<string[]>;

  find(id: string): Promise<Delivery | null>;

  /**
   * A click came from a message that is not the delivery's known one: a copy whose post's answer was lost. Adopts it where the
   * delivery has no message yet, else remembers it as one more copy, so that it changes with the others. A message in any
   * other conversation than the delivery's own is ignored: it was forwarded or forged.
   */
  adopt(deliveryId: string, message: MessageRef, newId: string): Promise<void>;

  /** Conversations with due work, for the sweep that catches lost jobs. */
  conversationsWithWork(now: Date, limit: number): Promise<string[]>;

  /** For metrics: deliveries by state that are not up to date. */
  countOpen(): Promise<Partial<Record<DeliveryState, number>>>;
}

export interface LeasedConversation extends Conversation {
  lastPostedAt: Date | null;
  heldUntil: Date | null;
  problem: string | null;
}
