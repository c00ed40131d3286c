/** `handOver` in the routing file: what is read, and what is refused, with the place. */
import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';

const FILE = `version: 1
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
pools:
  - { id: world, strategy: cherry-pick, channels: { slack: "#leads" }, members: [ana] }
rules:
  - { name: Everyone, then: { pool: world } }
handOver:
`;

function targets(...lines: string[]) {
  const result = parseRoutingFile(FILE + lines.map((line) => `  - ${line}\n`).join(''));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.ruleset.handOver;
}

function problem(...lines: string[]): string {
  const result = parseRoutingFile(FILE + lines.map((line) => `  - ${line}\n`).join(''));
  if (result.ok) throw new Error('accepted');
  return result.problems.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`).join('; ');
}

describe('handOver', () => {
  it('needs an id and a kind; everything else has its usual meaning', () => {
    expect(
      targets('{ id: hubspot, to: hubspot }', '{ id: zapier, to: webhook, url: "https://hooks.example/abc" }'),
    ).toEqual([
      { id: 'hubspot', to: 'hubspot', when: null, fields: {}, stages: {}, disqualified: false, lostReasons: {} },
      { id: 'zapier', to: 'webhook', when: null, url: 'https://hooks.example/abc', events: null },
    ]);
  });

  it('takes conditions, fields, stages and reasons', () => {
    expect(
      targets(
        '{ id: sf, to: salesforce, when: { country: ES }, fields: { product: Product__c, custom.seats: Seats__c, message: false }, stages: { contacted: Working }, disqualified: send, lostReasons: { "Too dear": price } }',
      ),
    ).toMatchObject([
      {
        when: { kind: 'test', field: 'country' },
        fields: { product: 'Product__c', 'custom.seats': 'Seats__c', message: false },
        stages: { contacted: 'Working' },
        disqualified: true,
        lostReasons: { 'Too dear': 'price' },
      },
    ]);
  });

  it('is nothing where the file does not have it', () => {
    const result = parseRoutingFile(FILE.replace('handOver:\n', ''));
    expect(result.ok && result.ruleset.handOver).toBeUndefined();
  });

  it.each([
    [
      'a kind that is not there',
      '{ id: crm, to: pipedrive }',
      '10:20 handOver[0].to must be hubspot, salesforce or webhook',
    ],
    [
      'an address without encryption',
      '{ id: z, to: webhook, url: "http://hooks.example/" }',
      '10:32 handOver[0].url must be an address such as https://example.com/leads',
    ],
    [
      'an address with a password',
      '{ id: z, to: webhook, url: "https://me:secret@hooks.example/" }',
      '10:32 handOver[0].url must be an address',
    ],
    ['a file', '{ id: z, to: webhook, url: "file:///etc/passwd" }', '10:32 handOver[0].url must be an address'],
    ['no address', '{ id: z, to: webhook }', 'handOver[0].url is missing; for example https://example.com/leads'],
    [
      'an event that is not there',
      '{ id: z, to: webhook, url: "https://h.example/", events: [lead.lots] }',
      'handOver[0].events[0] must be lead.received',
    ],
    [
      'a field that is not there',
      '{ id: h, to: hubspot, fields: { contry: land } }',
      'handOver[0].fields.contry is no field of a lead',
    ],
    [
      'a property that cannot be',
      '{ id: h, to: hubspot, fields: { country: "a b" } }',
      'handOver[0].fields.country must be the inner name of a property',
    ],
    ['a stage that is not there', '{ id: h, to: hubspot, stages: { begun: OPEN } }', 'handOver[0].stages.begun'],
    [
      'a reason that is not ours',
      '{ id: h, to: hubspot, lostReasons: { dear: expensive } }',
      'handOver[0].lostReasons.dear must be price',
    ],
    ['an id that is none', '{ id: Hub Spot, to: hubspot }', '10:11 handOver[0].id must be at most 30 small letters'],
    ['an unknown key', '{ id: h, to: hubspot, token: abc }', 'handOver[0].token'],
  ])('refuses %s', (_, line, says) => {
    expect(problem(line)).toContain(says);
  });

  it('refuses two with one id, and two of one CRM', () => {
    const hubspot = '{ id: h, to: hubspot }';
    expect(problem(hubspot, '{ id: h, to: salesforce }')).toContain(
      '11:11 handOver[1].id is the same as that of handOver[0]',
    );
    expect(problem(hubspot, '{ id: i, to: hubspot }')).toContain('handOver[1].to is the same as that of handOver[0]');
    const hook = (id: string) => `{ id: ${id}, to: webhook, url: "https://h.example/" }`;
    expect(targets(hook('a'), hook('b'))).toHaveLength(2);
  });
});
