import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import type { Ruleset } from '../../../src/domain/ruleset.ts';
import { type AgentsPlaygroundConfig, agentsPlaygroundConfig } from '../../../src/main/agents-playground-config.ts';

interface Person {
  id: string;
  name: string;
  email: string;
  [key: string]: unknown;
}

interface File {
  currentUser: Person;
  users: Person[];
  personalChat: { id: string };
  groupChat: { id: string };
  team: { id: string; name: string; channels: { id: string; name: string }[] };
}

const REPS = ['ana', 'bob', 'chloe', 'dieter', 'efua', 'femi', 'gita', 'hugo'];

/** A routing file with so many reps, Maya as its admin, and a pool for each channel. */
function rulesetWith({ reps = 5, channels = ['Sales/Leads Iberia'] }: { reps?: number; channels?: string[] }): Ruleset {
  const ids = REPS.slice(0, reps);
  const pools = channels.length > 0 ? channels.map((teams) => ({ teams })) : [{ slack: '#leads' }];
  const file = {
    version: 1,
    admins: ['maya.ito@acme.example'],
    adminChannel: { slack: '#admins' },
    reps: ids.map((id) => ({ id, name: `${id} Ruiz`, email: `${id}@acme.example` })),
    pools: pools.map((places, index) => ({
      id: `pool${index}`,
      strategy: 'cherry-pick',
      channels: places,
      members: ids,
    })),
    rules: [{ name: 'All', then: { pool: 'pool0' } }],
  };
  const parsed = parseRoutingFile(JSON.stringify(file));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.ruleset;
}

function made(ruleset: Ruleset, as?: string): AgentsPlaygroundConfig & { file: File } {
  const config = agentsPlaygroundConfig(ruleset, as);
  if ('problem' in config) throw new Error(config.problem);
  return { ...config, file: parse(config.text) };
}

describe('the configuration of the Agents Playground', () => {
  it('has the reps and the admin with their addresses, the first rep as the one whose window it is', () => {
    const { file, me } = made(rulesetWith({}));
    expect(me.name).toBe('ana Ruiz');
    expect(file.currentUser).toMatchObject({
      name: 'ana Ruiz',
      givenName: 'ana',
      surname: 'Ruiz',
      email: 'ana@acme.example',
      userPrincipleName: 'ana@acme.example',
      aadObjectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const emails = ['bob', 'chloe', 'dieter', 'efua', 'maya.ito'].map((name) => `${name}@acme.example`);
    expect(file.users.map(({ email }) => email)).toEqual(emails);
    expect(file.users.at(-1)?.name).toBe('Maya Ito');
  });

  it('is the window of whoever is asked for, by id or address; ids do not change with it', () => {
    const [first, bob, maya] = [undefined, 'bob', 'Maya.Ito@acme.example'].map((as) => made(rulesetWith({}), as).file);
    expect(bob?.currentUser).toEqual(first?.users[0]);
    expect(maya?.currentUser.name).toBe('Maya Ito');
    expect(maya?.users[0]).toEqual(first?.currentUser);
    expect(maya?.team).toEqual(first?.team);
    expect(maya?.personalChat).not.toEqual(first?.personalChat);
  });

  it('names everybody it knows when nobody is called that', () => {
    expect(agentsPlaygroundConfig(rulesetWith({ reps: 2 }), 'zoe')).toEqual({
      problem: 'The routing file has nobody called zoe. It has: ana, bob, maya.ito@acme.example.',
    });
  });

  it('has the first team with General and its first other channel; the others are left out by name', () => {
    const channels = ['Sales/General', 'sales/Leads "Iberia": #1', 'Sales/Leads DACH', 'Elsewhere/Leads'];
    const { file, channels: shown, leftOut } = made(rulesetWith({ channels }));
    expect(file.team.name).toBe('Sales');
    expect(file.team.channels.map(({ name }) => name)).toEqual(['Leads "Iberia": #1']);
    expect(shown).toEqual(['General', 'Leads "Iberia": #1']);
    expect(leftOut).toEqual(['Sales/Leads DACH', 'Elsewhere/Leads']);
  });

  it('has a team even where the routing file names no channel in Teams', () => {
    const { file, channels, leftOut } = made(rulesetWith({ channels: [] }));
    expect(file.team).toMatchObject({ name: 'Sales', channels: [] });
    expect([...channels, ...leftOut]).toEqual([]);
  });

  it('fills free seats with visitors who are no reps, and names the people for whom there is no seat', () => {
    expect(made(rulesetWith({ reps: 2 })).file.users.map(({ email }) => email)).toEqual([
      'bob@acme.example',
      'maya.ito@acme.example',
      'visitor1@visitors.invalid',
      'visitor2@visitors.invalid',
      'visitor3@visitors.invalid',
    ]);
    expect(made(rulesetWith({ reps: 8 })).leftOut).toEqual(['gita Ruiz', 'hugo Ruiz', 'Maya Ito']);
  });

  it('for any routing file: five others, at most one channel more, no id twice, and every key with a value of text', () => {
    const channel = fc.constantFrom(
      'Sales/General',
      'sales/GENERAL',
      'Sales/One',
      'Sales / one',
      'Sales/Two',
      'Ops/Two',
    );
    const reps = fc.integer({ min: 1, max: REPS.length });
    fc.assert(
      fc.property(reps, fc.uniqueArray(channel, { maxLength: 5 }), fc.nat(), (count, channels, who) => {
        const { file, channels: shown, leftOut } = made(rulesetWith({ reps: count, channels }), REPS[who % count]);
        expect(file.users).toHaveLength(5);
        expect(file.team.channels.length).toBeLessThanOrEqual(1);
        const people = [file.currentUser, ...file.users];
        const places = [file.personalChat, file.groupChat, file.team, ...file.team.channels];
        for (const ids of [people, places]) expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
        for (const person of people) {
          expect(Object.keys(person)).toEqual(Object.keys(file.currentUser));
          expect(Object.values(person).every((value) => typeof value === 'string')).toBe(true);
        }
        const named = leftOut.filter((name) => name.includes('/'));
        expect(shown.length + named.length).toBe(channels.length);
      }),
    );
  });
});
