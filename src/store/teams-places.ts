/** Where the Teams app is, and whom it has met. */
import type { TeamsPlaces } from '../ports/teams-places.ts';
import type { Session } from './session.ts';
import { SAVE_CONTACT, SAVE_TEAM } from './sql/teams-places.ts';

export function teamsPlaces(session: Session): TeamsPlaces {
  return {
    listTeams: () => session.prisma.teamsTeam.findMany({ orderBy: { id: 'asc' } }),

    async saveTeam({ id, tenant, name, serviceUrl, installed }) {
      await session.sql(SAVE_TEAM, id, tenant, name, serviceUrl, installed);
    },

    // Entra gives no object id twice, whatever the tenant.
    findContact: (userId) => session.prisma.teamsContact.findFirst({ where: { userId } }),

    listContacts: () => session.prisma.teamsContact.findMany({ orderBy: [{ tenant: 'asc' }, { userId: 'asc' }] }),

    async saveContact({ tenant, userId, address, serviceUrl, chat }) {
      await session.sql(SAVE_CONTACT, tenant, userId, address, serviceUrl, chat);
    },
  };
}
