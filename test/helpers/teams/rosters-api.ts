/** Who is in a conversation, and what a team holds. */
import {
  type Connector,
  type ConnectorCall,
  checkInstalled,
  countCall,
  placeOf,
  type Route,
} from './connector-call.ts';
import { badSyntax, type ConnectorAnswer, conversationNotFound, memberNotFound } from './refusal.ts';
import { membersOf, type Team, type User, type World } from './world.ts';

/** Teams' own bounds (docs, get-teams-context): smaller wishes get 50, larger ones 500. */
const PAGE = { least: 50, usual: 200, most: 500 };

export const rosterRoutes: Route[] = [
  { method: 'GET', pattern: 'v3/conversations/:conversation/pagedmembers', handler: pagedMembers },
  { method: 'GET', pattern: 'v3/conversations/:conversation/members/:member', handler: member },
  { method: 'GET', pattern: 'v3/teams/:team', handler: teamDetails },
  { method: 'GET', pattern: 'v3/teams/:team/conversations', handler: channels },
];

function pagedMembers(connector: Connector, { params, query }: ConnectorCall): ConnectorAnswer {
  const all = roster(connector, params.conversation);
  const wished = Number(query.get('pageSize') ?? PAGE.usual);
  if (!Number.isInteger(wished)) throw badSyntax('Bad page size');
  const size = Math.min(Math.max(wished, PAGE.least), PAGE.most);
  const from = readToken(query.get('continuationToken'));
  const page = all.slice(from, from + size).map((user) => accountOf(user, connector.world));
  const next = from + size;
  return { status: 200, body: { members: page, ...(next < all.length ? { continuationToken: tokenOf(next) } : {}) } };
}

function member(connector: Connector, { params }: ConnectorCall): ConnectorAnswer {
  const users = roster(connector, params.conversation);
  const user = users.find(({ id, aadObjectId }) => id === params.member || aadObjectId === params.member);
  if (!user) throw memberNotFound();
  return { status: 200, body: accountOf(user, connector.world) };
}

function roster(connector: Connector, conversation: string | undefined): User[] {
  const place = placeOf(connector, conversation);
  countCall(connector, 'members', place.id);
  checkInstalled(place);
  return membersOf(place);
}

/** The documents call the Entra id `objectId`, newer answers `aadObjectId`. */
function accountOf({ id, aadObjectId, name, email, upn, guest }: User, { tenant }: World) {
  const [givenName = '', ...surname] = name.split(' ');
  const person = { id, name, givenName, surname: surname.join(' '), email, userPrincipalName: upn };
  return { ...person, objectId: aadObjectId, aadObjectId, tenantId: tenant, userRole: guest ? 'guest' : 'user' };
}

function teamDetails(connector: Connector, { params }: ConnectorCall): ConnectorAnswer {
  const { id, name, aadGroupId, channels: all, members } = teamOf(connector, params.team);
  const counts = { channelCount: all.length, memberCount: members.length };
  return { status: 200, body: { id, name, aadGroupId, ...counts, type: 'standard', tenantId: connector.world.tenant } };
}

/** General has no name here: clients show it in their own language. */
function channels(connector: Connector, { params }: ConnectorCall): ConnectorAnswer {
  const team = teamOf(connector, params.team);
  const list = team.channels.map(({ id, name }) => ({ id, name: id === team.id ? null : name, type: 'standard' }));
  return { status: 200, body: { conversations: list } };
}

function teamOf({ world }: Connector, id: string | undefined): Team {
  const team = world.teams.find((candidate) => candidate.id === id);
  if (!team) throw conversationNotFound();
  checkInstalled({ kind: 'channel', id: team.id, name: team.name, team });
  return team;
}

function tokenOf(next: number): string {
  return Buffer.from(`members from ${next}`).toString('base64url');
}

function readToken(token: string | null): number {
  if (token === null) return 0;
  const [, next] = /^members from (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (next === undefined) throw badSyntax('Bad continuation token');
  return Number(next);
}
