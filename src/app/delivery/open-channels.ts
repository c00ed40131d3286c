/**
 * Looks for every channel that the routing file names before any lead is routed, so that a misspelt one is found at the start and
 * not by a lead that waits in it.
 */
import { AppError, ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import { channelsOf } from './conversations.ts';

export interface OpenedChannels {
  /** How many could not be looked for because the platform does not answer now; they are tried again when a card is due in them. */
  unknown: number;
  /** What people have to do before cards can go to others, each said once: the app must be let in there first. */
  notInstalled: string[];
}

/**
 * @throws AppError `channel_missing` (never) that names each channel the bot cannot post in, and what to do about it
 */
export async function openChannels(ruleset: Ruleset, platforms: Iterable<ChatPlatform>): Promise<OpenedChannels> {
  const problems: string[] = [];
  const notInstalled = new Set<string>();
  let unknown = 0;
  for (const platform of platforms) {
    for (const name of channelsOf(ruleset, platform.name)) {
      const failure = await tryOpen(platform, name);
      const remedy = failure?.remedy ?? failure?.code ?? '';
      if (failure?.code === 'not_installed') notInstalled.add(`${platform.title}: ${remedy}`);
      else if (failure?.retry === 'never') problems.push(`  ${name} in ${platform.title}: ${remedy}`);
      else if (failure) unknown += 1;
    }
  }
  if (problems.length === 0) return { unknown, notInstalled: [...notInstalled] };
  const message = `Dibs cannot post in these channels of the routing file:\n${problems.join('\n')}`;
  throw new AppError('channel_missing', message, { retry: 'never' });
}

async function tryOpen(platform: ChatPlatform, name: string): Promise<ChatError | null> {
  try {
    await platform.openChannel(name);
    return null;
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
}
