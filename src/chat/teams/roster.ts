/**
 * Who is in the teams that the app is installed in: how people are matched with reps. Teams has no look-up by e-mail address for
 * apps without further permissions, only lists of members; they are kept in memory and read again when somebody is missed.
 */
import { z } from 'zod';
import { ChatError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { TeamsContact, TeamsPlaces } from '../../ports/teams-places.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { badAnswer, calling } from './errors.ts';

export interface Member {
  tenant: string;
  userId: string;
  /** Teams' own id (`29:…`). */
  address: string;
  /** E-mail address and user principal name, lower-cased. */
  emails: readonly string[];
  serviceUrl: string;
}

/** Every method throws `ChatError` when Teams must be asked and cannot be. */
export interface Roster {
  /** Whom an e-mail address or user principal name belongs to. */
  byEmail(email: string): Promise<Member | null>;
  byId(userId: string): Promise<Member | null>;
  /** By Teams' own id. */
  byAddress(address: string): Promise<Member | null>;
  /** Somebody came or went: the next look-up reads the lists again. */
  changed(): void;
}

/** The most that Teams gives at once. */
const PAGE = 500;
const PAGES_MAX = 200;

/** How often the lists are read again for somebody who is not in them; Teams allows each list 30 times a minute. */
const FRESH_MS = 30_000;

interface Parts {
  connectors: Connectors;
  places: TeamsPlaces;
  clock: Clock;
  log: Log;
}

export function createRoster(parts: Parts): Roster {
  const { clock, places } = parts;
  let read: { at: number; members: Promise<Member[]> } | null = null;
  const met = new Map<string, Member>();

  function members(maxAgeMs: number): Promise<Member[]> {
    const now = clock.now().getTime();
    if (read && now - read.at <= maxAgeMs) return read.members;
    const fresh = { at: now, members: readAll(parts) };
    read = fresh;
    fresh.members.catch(() => {
      if (read === fresh) read = null;
    });
    return fresh.members;
  }

  async function find(is: (member: Member) => boolean): Promise<Member | null> {
    const known = (await members(Number.POSITIVE_INFINITY)).find(is);
    return known ?? (await members(FRESH_MS)).find(is) ?? null;
  }

  /** Somebody who wrote before any list had them: one call instead of all lists. */
  async function meet(contact: TeamsContact | null): Promise<Member | null> {
    if (!contact) return null;
    const known = met.get(contact.userId);
    if (known) return known;
    const member = await askFor(parts, contact);
    if (member) met.set(contact.userId, member);
    return member;
  }

  return {
    byEmail: (email) => find(({ emails }) => emails.includes(email.toLowerCase())),
    async byId(userId) {
      const known = (await members(Number.POSITIVE_INFINITY)).find((member) => member.userId === userId);
      if (known) return known;
      return meet(await places.findContact(userId));
    },
    byAddress: (address) => find((member) => member.address === address),
    changed() {
      read = null;
      met.clear();
    },
  };
}

/** The members of all teams, and people who only have the app for themselves. */
async function readAll(parts: Parts): Promise<Member[]> {
  const teams = (await parts.places.listTeams()).filter(({ installed }) => installed);
  const found = new Map<string, Member>();
  for (const team of teams) {
    for (const member of await readTeam(parts, team)) found.set(member.userId, member);
  }
  for (const contact of await parts.places.listContacts()) {
    if (contact.chat === null || found.has(contact.userId)) continue;
    const member = await askFor(parts, contact);
    if (member) found.set(member.userId, member);
  }
  return [...found.values()];
}

const memberPage = z.object({ members: z.array(z.unknown()), continuationToken: z.string().nullish() });

/** A team that the app was removed from without our knowing has no members for us; the others do. */
async function readTeam(
  { connectors, log }: Parts,
  team: { id: string; tenant: string; serviceUrl: string },
): Promise<Member[]> {
  const { pagedMembers } = await connectors(team.serviceUrl);
  const members: Member[] = [];
  let continuationToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    try {
      const answer = await calling('repeatable', () => pagedMembers(team.id, PAGE, continuationToken));
      const { data } = memberPage.safeParse(answer);
      if (!data) throw badAnswer('repeatable');
      for (const entry of data.members) members.push(...readMember(entry, team));
      continuationToken = data.continuationToken || undefined;
    } catch (error) {
      if (!(error instanceof ChatError && error.scope === 'conversation' && error.retry === 'never')) throw error;
      log.warn('Teams does not list the members of a team', { platform: 'teams', code: error.code });
      return [];
    }
    if (!continuationToken) break;
  }
  return members;
}

/** In their chat with the app, else in a team. @returns `null` where Teams does not know them any more */
async function askFor({ connectors, places }: Parts, contact: TeamsContact): Promise<Member | null> {
  const teams = (await places.listTeams()).filter(({ installed }) => installed).map(({ id }) => id);
  for (const conversation of contact.chat ? [contact.chat, ...teams] : teams) {
    try {
      const { conversations } = await connectors(contact.serviceUrl);
      const answer = await calling('repeatable', () =>
        conversations.getConversationMember(conversation, contact.address, callOptions()),
      );
      return readMember(answer, contact)[0] ?? null;
    } catch (error) {
      if (!(error instanceof ChatError && error.scope === 'conversation' && error.retry === 'never')) throw error;
    }
  }
  return null;
}

const address = z
  .string()
  .min(1)
  .transform((text) => text.toLowerCase())
  .optional()
  .catch(undefined);

/** Lists call the Entra id `objectId`, single members `aadObjectId`, depending on the service's version. */
const memberShape = z.object({
  id: z.string(),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  email: address,
  userPrincipalName: address,
  tenantId: z.string().optional(),
  /** `user`, `guest` or `anonymous`. */
  userRole: z.string().optional(),
});

/** @returns nobody for bots and for guests, whose addresses are what they said when they were invited */
function readMember(entry: unknown, place: { tenant: string; serviceUrl: string }): Member[] {
  const { data } = memberShape.safeParse(entry);
  const userId = data?.aadObjectId ?? data?.objectId;
  if (!data || !userId || /^(guest|anonymous)$/.test(data.userRole ?? '')) return [];
  const emails = [...new Set([data.email, data.userPrincipalName].flatMap((text) => text ?? []))];
  return [{ tenant: data.tenantId || place.tenant, userId, address: data.id, emails, serviceUrl: place.serviceUrl }];
}
