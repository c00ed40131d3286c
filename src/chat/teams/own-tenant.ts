/** What is kept of other tenants (the deployment's own before, say) is not looked at: nothing is posted there. */
import type { TeamsPlaces } from '../../ports/teams-places.ts';

/** @param tenant ours; `null` without authentication, where there is no telling */
export function ofTenant(places: TeamsPlaces, tenant: string | null): TeamsPlaces {
  if (tenant === null) return places;
  return {
    ...places,
    listTeams: async () => (await places.listTeams()).filter((team) => team.tenant === tenant),
    findContact: async (userId) => {
      const contact = await places.findContact(userId);
      return contact?.tenant === tenant ? contact : null;
    },
    listContacts: async () => (await places.listContacts()).filter((contact) => contact.tenant === tenant),
  };
}
