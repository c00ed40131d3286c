/**
 * From a routing file to the `.m365agentsplayground.yml` that tells Microsoft's Agents Playground who is there. Version 0.2.28 wants
 * exactly six people and one team, which has General and at most one channel more; what does not fit is named.
 */
import { v5 as uuid } from 'uuid';
import { stringify } from 'yaml';
import { channelsOf } from '../app/delivery/conversations.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import { type LocalPerson, peopleOf } from './people.ts';

export interface AgentsPlaygroundConfig {
  /** The text of the file. */
  text: string;
  /** Whose window it is. */
  me: LocalPerson;
  /** Channels of the routing file that can be opened there, by their names there. */
  channels: string[];
  /** What of the routing file there is no room for: channels as `Sales/Leads Iberia`, people by their names. */
  leftOut: string[];
}

/** Besides the one whose window it is. */
const OTHER_PEOPLE = 5;

/** The first channel of each team; it has the team's id. */
const GENERAL = 'General';

/** For a routing file without any channel in Teams: offers come in personal chats all the same. */
const ANY_CHANNEL = `Sales/${GENERAL}`;

/** Ids are made from names, so that they are the same at each start. */
const NAMESPACE = '5b0f8b3e-1c0a-4a53-9d07-4d696c6f6e67';

/**
 * @param as whose window it is: a rep's id, or an e-mail address; the first rep where it is `undefined`
 * @returns a sentence for whoever asked, where nobody is called that
 */
export function agentsPlaygroundConfig(ruleset: Ruleset, as?: string): AgentsPlaygroundConfig | { problem: string } {
  const people = peopleOf(ruleset);
  const wanted = ruleset.reps.find(({ id }) => id === as)?.email ?? as?.toLowerCase();
  const me = wanted === undefined ? people[0] : people.find(({ email }) => email === wanted);
  if (!me) {
    const known = [...ruleset.reps.map(({ id }) => id), ...ruleset.admins];
    return { problem: `The routing file has nobody called ${as}. It has: ${known.join(', ')}.` };
  }
  const others = people.filter((person) => person !== me);
  const names = channelsOf(ruleset, 'teams');
  const { team } = placeOf(names[0] ?? ANY_CHANNEL);
  const inTeam = names.filter((name) => isSame(placeOf(name).team, team));
  const extra = inTeam.map((name) => placeOf(name).channel).find((channel) => !isSame(channel, GENERAL));
  const shown = inTeam.filter((name) => [GENERAL, extra].some((channel) => isSame(placeOf(name).channel, channel)));
  return {
    text: fileText({ me, others: sixSeats(others), team, channels: extra === undefined ? [] : [extra] }),
    me,
    channels: shown.map((name) => placeOf(name).channel),
    leftOut: [...names.filter((name) => !shown.includes(name)), ...others.slice(OTHER_PEOPLE).map(({ name }) => name)],
  };
}

function placeOf(name: string): { team: string; channel: string } {
  const [team = '', channel = ''] = name.split('/').map((part) => part.trim());
  return { team, channel };
}

/** As Dibs looks channels up. */
function isSame(name: string, other: string | undefined): boolean {
  return name.toLowerCase() === other?.toLowerCase();
}

/** No seat may be free. Visitors are no reps, so that what Dibs says to strangers can be tried too. */
function sixSeats(others: readonly LocalPerson[]): LocalPerson[] {
  const visitors = Array.from({ length: OTHER_PEOPLE }, (_, index) => ({
    name: `Visitor ${index + 1}`,
    email: `visitor${index + 1}@visitors.invalid`,
    isAdmin: false,
  }));
  return [...others, ...visitors].slice(0, OTHER_PEOPLE);
}

interface Contents {
  me: LocalPerson;
  others: readonly LocalPerson[];
  team: string;
  /** Besides General. */
  channels: readonly string[];
}

/** Every key that stands here must be there, and no other. */
function fileText({ me, others, team, channels }: Contents): string {
  const file = {
    version: '0.1.0',
    tenantId: idOf('tenant'),
    bot: { id: '28:dibs', name: 'Dibs' },
    currentUser: userOf(me),
    users: others.map(userOf),
    personalChat: { id: `a:${idOf(`chat of ${me.email}`)}` },
    groupChat: { id: `19:${idOf('group chat')}@thread.v2`, name: 'Group Chat' },
    team: {
      id: `19:${idOf(`team ${team}`)}@thread.tacv2`,
      name: team,
      aadGroupId: idOf(`group of ${team}`),
      channels: channels.map((name) => ({ id: `19:${idOf(`channel ${team}/${name}`)}@thread.tacv2`, name })),
    },
  };
  return `# Written by "npm run try:teams" at each start: what is changed here is lost.\n${stringify(file)}`;
}

function userOf({ name, email }: LocalPerson) {
  const [givenName = '', ...surnames] = name.split(' ');
  return {
    id: `29:${email}`,
    name,
    // The file's own spelling.
    userPrincipleName: email,
    aadObjectId: idOf(`person ${email}`),
    givenName,
    surname: surnames.join(' '),
    email,
  };
}

function idOf(thing: string): string {
  return uuid(thing, NAMESPACE);
}
