/** The doctor's search for people: on one platform, on two, and where one of them does not answer. */
import { describe, expect, it } from 'vitest';
import { checkPeople, type PeopleSource } from '../../../src/cli/doctor/check-people.ts';
import { problem } from '../../../src/cli/doctor/finding.ts';
import { ChatError } from '../../../src/domain/errors.ts';
import { testRuleset } from '../../helpers/leads.ts';

const RULESET = testRuleset({
  reps: ['ana', 'bob', 'chloe'].map((id) => ({ id, name: `${id} Secret`, email: `${id}@acme.example` })),
  admins: ['ana@acme.example', 'maya@acme.example'],
});

/** A platform with these people in it; `dan@elsewhere` is a guest. */
function source(title: string, ...people: string[]): PeopleSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    title,
    invite: `invite them to ${title}`,
    team: 'T1',
    asked,
    async findUserByEmail(email) {
      asked.push(email);
      const [name = ''] = email.split('@');
      if (people.includes(`${name}@elsewhere`)) return { id: name, team: 'T2', emails: [email] };
      return people.includes(name) ? { id: name, team: 'T1', emails: [email] } : null;
    },
    refused: (check, error) => problem(check, `${title}: ${String(error)}`, []),
  };
}

async function search(sources: PeopleSource[], unasked: string[] = []) {
  const slept: number[] = [];
  const clock = { now: () => new Date(0), sleep: async (ms: number) => void slept.push(ms) };
  const findings = await checkPeople(RULESET, sources, { unasked, clock });
  expect(JSON.stringify(findings)).not.toMatch(/acme|Secret/);
  return { slept, ...Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding])) };
}

describe('a rep', () => {
  it('may be on one platform only, whichever it is', async () => {
    const found = await search([source('Teams', 'ana', 'maya'), source('Slack', 'bob', 'chloe')]);
    expect(found).toMatchObject({
      reps: { state: 'ok', seen: 'all 3 found' },
      admins: { state: 'ok', seen: 'all 2 found' },
    });
  });

  it('who is found on the first platform is not looked for on the second, which is asked one by one', async () => {
    const slack = source('Slack', 'bob', 'chloe', 'maya');
    await search([source('Teams', 'ana'), slack]);
    expect(slack.asked).not.toContain('ana@acme.example');
  });

  it('who is on none is named by id, with both platforms, and so is an admin by place', async () => {
    const found = await search([source('Teams', 'ana'), source('Slack', 'bob')]);
    expect(found).toMatchObject({
      reps: {
        state: 'problem',
        seen: '1 of 3 cannot take part',
        remedies: [
          'Nobody in Teams or Slack has the e-mail address of: chloe.',
          'Correct it in the routing file, or invite them to Teams, or invite them to Slack. Until then they neither claim nor get leads.',
        ],
      },
      admins: { state: 'problem', remedies: [expect.stringContaining('number 2 of the list')] },
    });
  });

  it('who is a guest here and at home there is fine; a guest alone is not', async () => {
    const guests = source('Teams', 'ana', 'maya', 'bob@elsewhere', 'chloe@elsewhere');
    expect(await search([guests, source('Slack', 'chloe')])).toMatchObject({
      reps: { state: 'problem', remedies: ['Members of another workspace, who see cards but may not click: bob.'] },
    });
    expect(await search([source('Slack', 'bob', 'chloe'), guests])).toMatchObject({ reps: { state: 'ok' } });
  });
});

describe('a platform', () => {
  it('that is set up and does not answer may have whoever is missing elsewhere', async () => {
    const found = await search([source('Slack', 'ana', 'bob')], ['Microsoft Teams']);
    expect(found).toMatchObject({
      reps: { state: 'skipped', seen: '1 of 3 not found in Slack; Microsoft Teams could not be asked' },
      admins: { state: 'skipped' },
    });
    expect(await search([source('Slack', 'ana', 'bob', 'chloe', 'maya')], ['Microsoft Teams'])).toMatchObject({
      reps: { state: 'ok' },
    });
  });

  it('is all that can be asked, so that without one there is nothing to say', async () => {
    expect(await search([], ['Slack', 'Microsoft Teams'])).toEqual({ slept: [] });
  });

  it('that answers only so many questions a minute is waited for', async () => {
    const slack = source('Slack', 'ana', 'bob', 'chloe', 'maya');
    const refusals = [3_000, undefined];
    const busy: PeopleSource = {
      ...slack,
      async findUserByEmail(email) {
        if (refusals.length === 0) return slack.findUserByEmail(email);
        const retryAfterMs = refusals.shift();
        throw new ChatError('rate_limited', {
          retry: 'later',
          scope: 'platform',
          ...(retryAfterMs ? { retryAfterMs } : {}),
        });
      },
    };
    expect(await search([busy])).toMatchObject({ reps: { state: 'ok' }, slept: [3_000, 10_000] });
  });

  it('that refuses says so in its own words', async () => {
    const error = new ChatError('invalid_auth', { retry: 'never', scope: 'platform' });
    const broken = { ...source('Slack'), findUserByEmail: () => Promise.reject(error) };
    expect(await search([broken])).toMatchObject({
      reps: { state: 'problem', seen: expect.stringMatching(/^Slack: .*invalid_auth/) },
    });
  });
});
