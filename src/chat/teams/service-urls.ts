/** Where calls about a conversation go. Teams says it with each request; it is the same for all of a tenant as a rule. */
import { ChatError } from '../../domain/errors.ts';
import type { TeamsPlaces } from '../../ports/teams-places.ts';

export interface ServiceUrls {
  /** Learns the address of a conversation, from a checked request. */
  learn(conversation: string, serviceUrl: string): void;
  /** Throws `ChatError` `not_installed` (never) as long as the app was never met anywhere. */
  of(conversation: string): Promise<string>;
}

/** So many conversations are remembered; the address of others is that of their tenant. */
const REMEMBERED = 10_000;

export function createServiceUrls(places: TeamsPlaces): ServiceUrls {
  const known = new Map<string, string>();

  async function ofTenant(): Promise<string | undefined> {
    const [teams, contacts] = await Promise.all([places.listTeams(), places.listContacts()]);
    return (teams.find(({ installed }) => installed) ?? teams[0] ?? contacts[0])?.serviceUrl;
  }

  return {
    learn(conversation, serviceUrl) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(conversation, serviceUrl);
    },
    async of(conversation) {
      const url = known.get(conversation) ?? (await ofTenant());
      if (url) return url;
      throw notInstalled('Dibs is not installed anywhere in Teams yet: add it to a team (docs/teams.md).');
    },
  };
}

/** The app must be let in by a person first. */
export function notInstalled(remedy: string): ChatError {
  return new ChatError('not_installed', { retry: 'never', scope: 'conversation', remedy });
}
