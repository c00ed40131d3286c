/** What delivering works with, shared by its steps. */
import type { PlatformName, Ruleset } from '../../domain/ruleset.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LeasedConversation } from '../../ports/deliveries.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Directory } from '../chat/directory.ts';
import type { NotifyAdmins } from './notify-admins.ts';

export interface DeliverContext {
  store: Store;
  clock: Clock;
  ruleset: Ruleset;
  platforms: ReadonlyMap<PlatformName, ChatPlatform>;
  directory: Directory;
  notifyAdmins: NotifyAdmins;
  ids: Ids;
  /** Told of every step, for the metrics. */
  onStep?: (platform: PlatformName, result: StepResult) => void;
}

/** An open conversation, and when something was last posted in it. */
export interface OpenPlace {
  platform: ChatPlatform;
  address: string;
  conversation: LeasedConversation;
  /** Who has its lease. */
  holder: string;
  lastPostedAt: Date | null;
}

export type StepResult =
  | { kind: 'posted' | 'edited' | 'found' | 'not_found_yet' | 'skipped' | 'ambiguous' | 'refused' }
  | { kind: 'lease_lost' | 'stopped' }
  | { kind: 'held'; until: Date };
