/** `dibs sources test`: what it prints and its exit code; and what the doctor says of sources. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkSources } from '../../../src/cli/doctor/check-sources.ts';
import { sourcesCommand } from '../../../src/cli/sources/sources-command.ts';
import { loadEnv } from '../../../src/config/env.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { calendlyBody, facebookBody, graphLead, hubspotEvent, typeformBody } from '../../helpers/vendor-webhooks.ts';
import { fileWith } from '../routing/routing-files.ts';

const SOURCES = `sources:
  - { id: website, kind: typeform, mapping: { custom.form: $.form_response.definition.title } }
  - { id: ads, kind: facebook }
  - { id: crm, kind: hubspot }
  - { id: calendar, kind: calendly }
  - { id: zaps, kind: json }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dibs-sources-'));
  await writeFile(join(folder, 'dibs.yaml'), fileWith({}) + SOURCES);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

async function test(id: string, body: unknown): Promise<{ printed: string; exitCode: typeof process.exitCode }> {
  const path = join(folder, 'body.json');
  await writeFile(path, typeof body === 'string' ? body : JSON.stringify(body));
  const lines: unknown[] = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line) => lines.push(line));
  const program = new Command();
  sourcesCommand(program);
  await program.parseAsync(['sources', 'test', id, path, '--file', join(folder, 'dibs.yaml')], { from: 'user' });
  return { printed: lines.join('\n').replaceAll(folder, ''), exitCode: process.exitCode };
}

describe('dibs sources test', () => {
  it('prints the lead that a body would become, without a secret', async () => {
    const { printed, exitCode } = await test('website', typeformBody());
    expect(JSON.parse(printed)).toMatchObject({ email: 'lena.birch@larch.example', custom: { form: 'Talk to sales' } });
    expect(exitCode).toBeUndefined();
  });

  it('names what was not understood', async () => {
    const { printed } = await test('zaps', { id: '1', employees: 'many' });
    expect(printed).toContain('Note: employees was not understood; it is kept as custom.employeesAsGiven.');
  });

  it('prints the lead of a vendor’s API, and says which leads a webhook only names', async () => {
    expect(JSON.parse((await test('ads', graphLead('77'))).printed)).toMatchObject({
      externalId: '77',
      firstName: 'Lena',
    });
    expect((await test('ads', facebookBody('7', '8'))).printed).toContain('read them from the Graph API: 7, 8');
    expect((await test('crm', [hubspotEvent(5)])).printed).toContain('HubSpot’s API: 5');
  });

  it('says why there is no lead', async () => {
    expect(await test('calendar', calendlyBody({}, 'invitee.canceled'))).toEqual({
      printed: 'No lead: Only invitee.created makes a lead.',
      exitCode: undefined,
    });
  });

  it.each([
    ['zaps', { name: 'Lena' }, 'No lead: email: Give at least one of email, phone and externalId'],
    ['website', calendlyBody(), '/body.json: event_type: is missing, or not what a Typeform webhook has there'],
    ['website', 'no json', '/body.json: is not JSON'],
    ['websit', {}, '/dibs.yaml has no source "websit"; did you mean "website"?'],
  ])('ends with exit code 1 for %s', async (id, body, text) => {
    const { printed, exitCode } = await test(id, body);
    expect(printed).toContain(text);
    expect(exitCode).toBe(1);
  });
});

describe('the doctor, of sources', () => {
  const ruleset = testRuleset({ sources: [{ id: 'crm', kind: 'hubspot', mapping: {} }] });

  it('says nothing where there are none', () => {
    expect(checkSources(loadEnv({}), testRuleset())).toEqual([]);
  });

  it('names the secret that is missing, and PUBLIC_URL for HubSpot', () => {
    const [finding] = checkSources(loadEnv({}), ruleset);
    expect(finding).toMatchObject({ check: 'sources', state: 'problem', seen: '2 problems' });
    expect(finding?.remedies.map((remedy) => remedy.split(':')[0])).toEqual(['DIBS_SECRET_CRM', 'PUBLIC_URL']);
  });

  it('tells each source’s address, and what HubSpot’s events need', () => {
    const env = loadEnv({ DIBS_SECRET_CRM: 'a-client-secret-of-hubspot', PUBLIC_URL: 'https://dibs.example' });
    expect(checkSources(env, ruleset)).toEqual([
      {
        check: 'sources',
        state: 'ok',
        seen: '1 source',
        remedies: [
          'Note: hubspot sends to https://dibs.example/hooks/crm',
          'Note: without an access token crm takes contacts from workflows only, not from an app’s events.',
        ],
      },
    ]);
  });
});
