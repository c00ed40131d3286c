/** What the doctor asks of the outside: looks only, changes nothing. */
import type { PlatformUser } from './chat-platform.ts';
import type { TeamsContact, TeamsTeam } from './teams-places.ts';

/** A database as it stands. */
export interface DatabaseInspection {
  /** As PostgreSQL writes it, e.g. `15.4`. */
  version: string;
  /** Its time less ours, in ms, as well as a question and an answer can tell; `null`: it has this machine's clock. */
  clockAheadMs: number | null;
  /** Names of migrations that the next start applies. */
  pending: readonly string[];
  /** Whether the user may make what those need. */
  mayCreate: boolean;
  /** Why the next start would refuse the database as it is, and what to do about it; `null`: it would not. */
  trouble: string | null;
  teams: TeamsSeen;
}

/** Where the Teams app is or was, and whom it met, as the database has it; see `TeamsPlaces`. */
export interface TeamsSeen {
  teams: readonly TeamsTeam[];
  contacts: readonly TeamsContact[];
}

/** An embedded database that nobody made yet, or that a running Dibs has open. */
export type EmbeddedState = 'not-made-yet' | 'in-use';

/** What a chat token may do, and when that was. */
export interface ChatAccess {
  /** The workspace's or tenant's id, as in `PlatformUser.team`. */
  team: string;
  teamName: string;
  /** `null`: the platform did not say. */
  scopes: readonly string[] | null;
  /** The platform's time less ours, in ms; `null`: it did not say. */
  clockAheadMs: number | null;
}

/** What the bot can do in a channel. `open`: enter by itself. `archived` and `missing`: nothing. */
export type ChannelState = 'member' | 'open' | 'archived' | 'missing';

/** Slack, asked with the tokens of the environment. Every method throws `ChatError` and nothing else. */
export interface SlackInspector {
  access(): Promise<ChatAccess>;
  /** @param names as in the routing file: `#leads-iberia`. @returns each name's state, in their order */
  channels(names: readonly string[]): Promise<{ name: string; state: ChannelState }[]>;
  /** Who has this e-mail address; `null` when nobody does. */
  findUserByEmail(email: string): Promise<PlatformUser | null>;
  /** Asks for a way into Socket Mode, without taking it. Throws when the app-level token is of no use. */
  askForSocket(appToken: string): Promise<void>;
}

/** Teams, asked with the credentials of the environment. Every method throws `ChatError` and nothing else. */
export interface TeamsInspector {
  /** Gets a token for the app. Throws a remedy that says which of app id, secret and tenant will not do. */
  access(): Promise<Pick<ChatAccess, 'clockAheadMs'>>;
  /** What keeps cards out of this channel, and what to do about it; `null`: nothing. @param name as in the routing file: `Sales/Leads` */
  channelProblem(name: string): Promise<string | null>;
  /** Who has this e-mail address, in the teams and chats that the app is in; `null` when nobody does. */
  findUserByEmail(email: string): Promise<PlatformUser | null>;
}
