import type { ChatSignals } from '../domain/availability/availability.ts';
import type { Card } from '../domain/card.ts';
import type { PlatformName, Signal } from '../domain/ruleset.ts';

/** Where a message is: the conversation's and the message's own ids on the platform (Slack: channel and ts). */
export interface MessageRef {
  conversation: string;
  message: string;
}

/** A person on the platform. */
export interface PlatformUser {
  id: string;
  /** The workspace or tenant the person belongs to; people from elsewhere (shared channels) are strangers. */
  team: string;
  /** The addresses the person is known by, lower-cased; none for bots and hidden profiles. */
  emails: readonly string[];
}

/**
 * What the program needs of a chat platform. Every method throws `ChatError` and nothing else:
 * retry `later` (it certainly did nothing), `ambiguous` (it may have worked), `never` (hopeless until a person acts).
 */
export interface ChatPlatform {
  readonly name: PlatformName;

  /** As people call it, e.g. `Slack`. */
  readonly title: string;

  /** Least time between two new messages in one conversation, in ms (Slack: 1,000). */
  readonly postSpacingMs: number;

  /**
   * Posts a card as a new message. Not idempotent: neither platform has an idempotency key. `delivery` travels with
   * the message unseen, so that a lost answer can be looked up with `findCard`.
   * @param conversation the platform's id of the channel or direct conversation
   */
  postCard(conversation: string, card: Card, delivery: string): Promise<MessageRef>;

  /** Replaces a message's card. Idempotent. Throws scope `message`, retry `never` when the message was deleted. */
  editCard(at: MessageRef, card: Card, delivery: string): Promise<void>;

  /**
   * Looks for a card whose `postCard` answer was lost.
   * @param since when the post was attempted; messages from a minute before that are searched
   * @returns where it is; `not_found`; or `cannot_tell` where the platform lets a bot not read its own messages
   */
  findCard(conversation: string, delivery: string, since: Date): Promise<MessageRef | 'not_found' | 'cannot_tell'>;

  /**
   * Resolves a channel name from the routing file (`#leads-iberia`) and makes sure that the bot can post there, joining
   * it where the platform allows. Idempotent.
   * @returns the platform's id. Throws scope `conversation`, retry `never`, with a remedy, when there is no such channel; its
   *   code is `not_installed` where a person must let the app in before it can see what there is
   */
  openChannel(name: string): Promise<string>;

  /** Opens the direct conversation with a person. Idempotent. @returns the platform's id of the conversation */
  openDirect(userId: string): Promise<string>;

  /** Who has this e-mail address on the platform; `null` when nobody does. */
  findUserByEmail(email: string): Promise<PlatformUser | null>;

  /** The person with this id; `null` when there is none. */
  findUser(userId: string): Promise<PlatformUser | null>;

  /**
   * What the platform shows of a person now, of what is wanted and no more: each may cost a call. What it has no notion of,
   * and what does not count as being away, is left out.
   */
  signals(userId: string, wanted: readonly Signal[]): Promise<ChatSignals>;
}
