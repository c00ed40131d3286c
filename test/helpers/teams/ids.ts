/** Ids as Teams makes them: their forms and lengths are real, their contents follow from names, so that failures can be read again. */
import { createHash } from 'node:crypto';

function digest(seed: string): Buffer {
  return createHash('sha512').update(seed).digest();
}

/** e.g. for Entra object ids. */
export function uuidOf(seed: string): string {
  const hex = digest(`uuid ${seed}`).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A person's id for one bot, `29:…`: another bot knows the same person by another id. */
export function personIdOf(email: string, appId: string): string {
  return `29:1${digest(`person ${email} ${appId}`).toString('base64url')}`;
}

/** The id of a team or a channel, `19:…@thread.tacv2`. */
export function threadIdOf(seed: string): string {
  return `19:${digest(`thread ${seed}`).toString('hex').slice(0, 32)}@thread.tacv2`;
}

/** The id of the chat between a person and a bot, `a:…`. */
export function chatIdOf(email: string, appId: string): string {
  const seed = `chat ${email} ${appId}`;
  return `a:1${digest(seed).toString('base64url')}${digest(`${seed} `).toString('base64url').slice(0, 48)}`;
}

/** `19:…@thread.tacv2;messageid=1` names a thread in a channel. @returns the channel's id, and the thread's root if one is named */
export function splitThread(conversation: string): { base: string; root: string | null } {
  const [base = '', root] = conversation.split(';messageid=');
  return { base, root: root ?? null };
}

export function threadOf(channel: string, root: string): string {
  return `${channel};messageid=${root}`;
}
