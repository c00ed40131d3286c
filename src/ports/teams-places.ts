/**
 * Where the Teams app is installed, and the people met there. Teams tells each of this once, when it happens, and has no way
 * to ask for it later, so that it is kept. Saving the same again changes nothing.
 */

/** A team (in Teams' sense) that the app is or was installed in. */
export interface TeamsTeam {
  /** Teams' id of the team, which is also the id of its channel General. */
  id: string;
  /** Microsoft Entra tenant, as all tenants here. */
  tenant: string;
  name: string;
  /** Where calls about it go, from a checked token. */
  serviceUrl: string;
  /** `false` once the app was removed: nothing can be posted there until it is installed again. */
  installed: boolean;
}

/** Somebody who wrote to the app, clicked, or has it installed. */
export interface TeamsContact {
  tenant: string;
  /** The person's Entra object id, which never changes: `Person.userId`. */
  userId: string;
  /** Teams' own id of the person for this app (`29:…`): what messages are addressed to. */
  address: string;
  serviceUrl: string;
  /** The personal chat with the app; `null` where none is known. */
  chat: string | null;
}

export interface TeamsPlaces {
  /** Every team ever seen, those without the app too. */
  listTeams(): Promise<TeamsTeam[]>;
  saveTeam(team: TeamsTeam): Promise<void>;

  /** @returns `null` for somebody who was never met */
  findContact(userId: string): Promise<TeamsContact | null>;
  /** Everybody ever met. */
  listContacts(): Promise<TeamsContact[]>;
  /** Replaces what is known of the person. */
  saveContact(contact: TeamsContact): Promise<void>;
}
