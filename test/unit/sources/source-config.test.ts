/** Sources in the routing file, and their secrets in the environment: every mistake is named, no value is repeated. */
import { describe, expect, it } from 'vitest';
import { loadEnv } from '../../../src/config/env.ts';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { readSourceEnv } from '../../../src/config/source-env.ts';
import type { Source, SourceKind } from '../../../src/domain/sources/source.ts';
import { sourceSecrets } from '../../../src/main/source-secrets.ts';
import { fileWith } from '../routing/routing-files.ts';

function fileWithSources(sources: string): string {
  return `${fileWith({})}sources:\n${sources}\n`;
}

function problemsOf(sources: string): string {
  const parsed = parseRoutingFile(fileWithSources(sources));
  return parsed.ok ? '' : formatProblems('dibs.yaml', parsed.problems);
}

describe('sources in the routing file', () => {
  it('become paths and defaults', () => {
    const parsed = parseRoutingFile(
      fileWithSources(`  - id: website
    kind: webflow
    defaultCountry: Spain
    mapping:
      company: $.payload.data.brand
      product: [$.a, $.b]
      custom.plan: { path: $.plan, default: free }`),
    );
    expect(parsed.ok && parsed.ruleset.sources).toEqual([
      {
        id: 'website',
        kind: 'webflow',
        defaultCountry: 'ES',
        mapping: {
          company: { paths: ['$.payload.data.brand'] },
          product: { paths: ['$.a', '$.b'] },
          'custom.plan': { paths: ['$.plan'], otherwise: 'free' },
        },
      },
    ]);
  });

  it.each([
    [
      '  - { id: a, kind: json, mapping: { emial: $.a } }',
      '13:37 sources[0].mapping.emial: there is no lead field "emial"; did you mean email?',
    ],
    ['  - { id: a, kind: json, mapping: { email: $.a[ } }', /^dibs.yaml:13:\d+ .*(YAML|no JSONPath)/],
    [
      '  - { id: a, kind: json, mapping: { email: "$.a[" } }',
      '13:44 sources[0].mapping.email: is no JSONPath: it stops being one at character 5',
    ],
    [
      '  - { id: a, kind: json, mapping: { custom: $.a } }',
      'a custom field is written with its name, such as custom.plan',
    ],
    [
      '  - { id: a, kind: json, mapping: { custom.constructor: $.a } }',
      'sources[0].mapping.custom.constructor: there is no lead field',
    ],
    ['  - { id: a, kind: json, mapping: {} }', 'must not be empty; leave it out'],
    ['  - { id: a, kind: json, mapping: { name: { path: $.a } } }', 'sources[0].mapping.name.default: is missing'],
    [
      '  - { id: a, kind: zapier }',
      'must be standard, hubspot, typeform, facebook, calendly, webflow or json, not "zapier"',
    ],
    ['  - { id: a b, kind: json }', 'must be at most 40 letters, digits, - and _'],
    ['  - { id: a, kind: json }\n  - { id: a, kind: json }', '14:11 sources[1].id: is the same as that of sources[0]'],
    [
      '  - { id: a-b, kind: json }\n  - { id: a_B, kind: json }',
      'sources[1].id: would have the same variable as sources[0], DIBS_SECRET_A_B; choose another id',
    ],
    ['  - { id: a, kind: json, events: [x] }', 'sources[0].events: is only for sources of the kind standard'],
    [
      '  - { id: a, kind: json, graphVersion: v24.0 }',
      'sources[0].graphVersion: is only for sources of the kind facebook',
    ],
    ['  - { id: a, kind: hubspot, contactProperties: [Seats Wanted] }', 'must be the internal name of a property'],
  ])('are refused: %s', (sources, problem) => {
    if (typeof problem === 'string') expect(problemsOf(sources)).toContain(problem);
    else expect(problemsOf(sources)).toMatch(problem);
  });
});

const source = (id: string, kind: SourceKind): Source => ({ id, kind, mapping: {} });

function env(sources: Source[], namedVariables: Record<string, string>, publicUrl: string | null = null) {
  return readSourceEnv(sources, { namedVariables, publicUrl });
}

describe('the secrets of sources', () => {
  it('are one or two, divided by white space', () => {
    const { secrets, problems } = env([source('web-forms', 'json')], {
      DIBS_SECRET_WEB_FORMS: 'first-secret-of-16\n  second-secret-of-16',
    });
    expect(problems).toEqual([]);
    expect(secrets.get('web-forms')?.secrets).toEqual(['first-secret-of-16', 'second-secret-of-16']);
  });

  it('that are missing are all named, with source and variable', () => {
    const sources = [source('ads', 'facebook'), source('crm', 'hubspot')];
    expect(env(sources, {}).problems.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'DIBS_SECRET_ADS: is missing for the source "ads"; set it to the app secret of your Meta app',
      expect.stringContaining('DIBS_VERIFY_TOKEN_ADS: is missing for the source "ads"'),
      expect.stringContaining('DIBS_ACCESS_TOKEN_ADS: is missing for the source "ads"'),
      expect.stringContaining('DIBS_SECRET_CRM: is missing for the source "crm"'),
      expect.stringContaining('PUBLIC_URL: is missing; HubSpot signs the address'),
    ]);
  });

  it('are needed for a start, in the playground too', () => {
    expect(() => sourceSecrets([source('web', 'json')], loadEnv({}))).toThrow(
      /DIBS_SECRET_WEB: is missing for the source "web"/,
    );
    const env = loadEnv({ DIBS_SECRET_WEB: 'a-secret-of-16-characters' });
    expect(sourceSecrets([source('web', 'json')], env).get('web')?.secrets).toEqual(['a-secret-of-16-characters']);
  });

  it.each([
    ['too short', 'json', 'hush-hush'],
    ['three', 'json', 'hush-hush-hush-hush1 hush-hush-hush-hush2 hush-hush-hush-hush3'],
    ['no base64 after whsec_', 'standard', 'whsec_hush!hush!hush!hush'],
    ['base64 of the wrong length', 'standard', 'whsec_hushhushhushhushh'],
  ] as const)('that are %s are refused, and not repeated', (_, kind, secret) => {
    const { problems } = env([source('web', kind)], { DIBS_SECRET_WEB: secret });
    expect(problems.map(({ name }) => name)).toEqual(['DIBS_SECRET_WEB']);
    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('of HubSpot need no access token, and an address of another server is a URL', () => {
    const variables = { DIBS_SECRET_CRM: 'a-client-secret-of-hubspot', DIBS_API_URL_CRM: 'nowhere' };
    const { problems, secrets } = env([source('crm', 'hubspot')], variables, 'https://dibs.example');
    expect(problems.map(({ name }) => name)).toEqual(['DIBS_API_URL_CRM']);
    expect(secrets.get('crm')?.accessToken).toBeNull();
  });
});
