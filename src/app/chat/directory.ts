/**
 * Who is who: ties people on a platform to reps of the routing file, by e-mail, once, and keeps it. A person who is no rep
 * stays a stranger, except for admins, who are known by their address alone.
 */
import type { PlatformName, Rep, Ruleset } from '../../domain/ruleset.ts';
import type { Person } from '../../ports/chat-inbox.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';

/** What a person may be to us. An admin may be a rep too. */
export interface Known {
  rep: Rep | null;
  /** The admin's address, `null` for everybody else. */
  admin: string | null;
}

export interface Directory {
  /** Who this person is. Asks the platform the first time only. Throws `ChatError` when it must ask and cannot. */
  identify(person: Person): Promise<Known>;
  /**
   * The platform's user id of a rep.
   * @returns `null` when nobody there has the rep's e-mail address
   */
  userOf(platform: ChatPlatform, repId: string): Promise<string | null>;
  /** Whether the rep was found on any connected platform. Throws `ChatError` when one must be asked and cannot. */
  isAnywhere(repId: string): Promise<boolean>;
}

/** How long somebody who was not found on a platform is not looked for there: long enough for Slack's 50 look-ups a minute. */
const MISSING_MS = 60_000;

export function createDirectory(
  { store, ruleset, clock }: { store: Store; ruleset: Ruleset; clock: Clock },
  platforms: ReadonlyMap<PlatformName, ChatPlatform>,
): Directory {
  const known = new Map<string, Promise<Known>>();
  const missingUntil = new Map<string, number>();
  const byEmail = new Map(ruleset.reps.map((rep) => [rep.email, rep]));

  async function lookUp(person: Person): Promise<Known> {
    const saved = await store.identities.ofUser(person);
    const rep = saved && byEmail.get(saved.email);
    // Void when the routing file has given the address to someone else since.
    return rep && rep.id === saved.rep ? { rep, admin: adminAddress([rep.email]) } : ask(person);
  }

  async function ask(person: Person): Promise<Known> {
    const user = await platforms.get(person.platform)?.findUser(person.userId);
    if (!user || user.team !== person.team) return { rep: null, admin: null };
    const rep = user.emails.flatMap((email) => byEmail.get(email) ?? [])[0] ?? null;
    if (rep) await store.identities.save({ ...person, rep: rep.id, email: rep.email });
    return { rep, admin: adminAddress(user.emails) };
  }

  function adminAddress(emails: readonly string[]): string | null {
    return emails.find((email) => ruleset.admins.includes(email)) ?? null;
  }

  async function userOf(platform: ChatPlatform, repId: string): Promise<string | null> {
    const rep = ruleset.reps.find((candidate) => candidate.id === repId);
    if (!rep) return null;
    const saved = await store.identities.ofRep(platform.name, rep.id);
    if (saved?.email === rep.email) return saved.userId;
    const key = `${platform.name} ${rep.id}`;
    const now = clock.now().getTime();
    // Where people are on one platform of two, each of their cards would ask the other one again.
    if (now < (missingUntil.get(key) ?? 0)) return null;
    const user = await platform.findUserByEmail(rep.email);
    if (!user) {
      missingUntil.set(key, now + MISSING_MS);
      return null;
    }
    await store.identities.save({
      platform: platform.name,
      team: user.team,
      userId: user.id,
      rep: rep.id,
      email: rep.email,
    });
    return user.id;
  }

  return {
    identify(person) {
      const key = `${person.platform} ${person.team} ${person.userId}`;
      const found = known.get(key) ?? lookUp(person);
      known.set(key, found);
      // A failure is not remembered, and neither is a stranger, who may become a rep by a corrected e-mail address.
      found.then(
        (who) => (who.rep || who.admin ? undefined : known.delete(key)),
        () => known.delete(key),
      );
      return found;
    },
    userOf,
    async isAnywhere(repId) {
      for (const platform of platforms.values()) {
        if ((await userOf(platform, repId)) !== null) return true;
      }
      return false;
    },
  };
}
