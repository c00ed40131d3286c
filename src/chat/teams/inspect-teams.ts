/** Teams as the doctor sees it: `TeamsInspector`. Reads only; saves nothing, posts nothing. */
import { ChatError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamsInspector, TeamsSeen } from '../../ports/inspections.ts';
import type { Log } from '../../ports/log.ts';
import type { TeamsPlaces } from '../../ports/teams-places.ts';
import { createAdapter, type TeamsCloud } from './adapter.ts';
import { createChannels } from './channels.ts';
import { createConnectors } from './connectors.ts';
import { type AppCredentials, tryLogin } from './login.ts';
import { ofTenant } from './own-tenant.ts';
import { createRoster } from './roster.ts';
import { createServiceUrls } from './service-urls.ts';

interface Parts {
  credentials: AppCredentials;
  seen: TeamsSeen;
  clock: Clock;
  log: Log;
  /** Another login and another identity provider than Microsoft's. */
  elsewhere?: { loginUrl: string; cloud: TeamsCloud };
}

export function createTeamsInspector({ credentials, seen, clock, log, elsewhere }: Parts): TeamsInspector {
  const places = ofTenant(asPlaces(seen), credentials.tenantId);
  const cloud = elsewhere ? { cloud: elsewhere.cloud } : {};
  const connectors = createConnectors(createAdapter({ kind: 'app', ...credentials, ...cloud }));
  const openChannel = createChannels({ connectors, places, urls: createServiceUrls(places), clock });
  const roster = createRoster({ connectors, places, clock, log });
  return {
    access: () => tryLogin(credentials, { ...(elsewhere ? { loginUrl: elsewhere.loginUrl } : {}), clock }),

    async channelProblem(name) {
      try {
        await openChannel(name);
        return null;
      } catch (error) {
        if (error instanceof ChatError && error.scope === 'conversation' && error.remedy) return error.remedy;
        throw error;
      }
    },

    async findUserByEmail(email) {
      const member = await roster.byEmail(email);
      return member && { id: member.userId, team: member.tenant, emails: member.emails };
    },
  };
}

/** What the database had, for parts that would save what they learn. */
function asPlaces({ teams, contacts }: TeamsSeen): TeamsPlaces {
  return {
    listTeams: async () => [...teams],
    listContacts: async () => [...contacts],
    findContact: async (userId) => contacts.find((contact) => contact.userId === userId) ?? null,
    saveTeam: async () => {},
    saveContact: async () => {},
  };
}
