/** The Teams app package: what the files, the documentation, Microsoft's schemas and the code say of it is one and the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import v125 from '@microsoft/app-manifest/build/json-schemas/teams/v1.25/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import v129 from '@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { loginRemedy } from '../../../src/chat/teams/login.ts';
import { PERMISSIONS, teamsManifest } from '../../../src/chat/teams/manifest.ts';
import { addressProblem, messagingEndpoint } from '../../../src/chat/teams/messaging-endpoint.ts';
import { parseLeadCommand } from '../../../src/domain/lead-command.ts';
import { type Png, readPng } from '../../helpers/read-png.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Microsoft's own schemas come with their package. */
const SCHEMAS = { '1.25': v125, '1.29': v129 };

const FORMS = [
  { file: 'manifest.json', slashCommands: false, schema: '1.25' },
  { file: 'manifest-slash-commands.json', slashCommands: true, schema: '1.29' },
] as const;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** @returns what the schema refuses */
function refused(version: keyof typeof SCHEMAS, manifest: object): string[] {
  const rules = { strict: false, allErrors: true, formats: { uri: (text: string) => URL.canParse(text) } };
  const validate = new ajv.default(rules).compile(SCHEMAS[version]);
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(FORMS)('manifests/teams/$file', ({ file, slashCommands, schema }) => {
  const made = teamsManifest({ appId: NOBODY, address: 'https://dibs.example', slashCommands });

  it('is what the code makes (else: npm run dibs -- manifest teams --json)', () => {
    expect(JSON.stringify(JSON.parse(read(`manifests/teams/${file}`)))).toBe(JSON.stringify(made));
  });

  it(`keeps to Microsoft’s own schema, ${schema}, which it names`, () => {
    expect(refused(schema, made)).toEqual([]);
    expect(made.manifestVersion).toBe(schema);
    expect(made.$schema).toContain(`/v${schema}/`);
    expect(refused(schema, { ...made, name: {} })).toContain("/name must have required property 'short'");
    expect(refused(schema, { ...made, bot: [] })).toContain(' must NOT have additional properties');
  });

  it('says that it works in every kind of channel: without it Teams takes no such app from 1.25 on', () => {
    expect(Number(made.manifestVersion)).toBeGreaterThanOrEqual(1.25);
    expect(made.supportsChannelFeatures).toBe('tier1');
  });

  it('offers each word once in each of three scopes, within Teams’ limit of 12', () => {
    const lists = made.bots[0]?.commandLists ?? [];
    expect(lists.flatMap(({ scopes }) => scopes)).toEqual(made.bots[0]?.scopes);
    for (const { commands } of lists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      for (const { title } of commands) expect(parseLeadCommand(title).kind).not.toBe('unknown');
    }
  });

  it('asks for no more than the table of docs/teams.md, and for nothing of Microsoft Graph', () => {
    const rows = [...read('docs/teams.md').matchAll(/^\| `(identity|messageTeamMembers)` \| (.+) \|$/gm)];
    expect(rows.map(([, name, why]) => ({ name, why }))).toEqual(PERMISSIONS);
    expect(made.permissions).toEqual(PERMISSIONS.map(({ name }) => name));
    expect(made.validDomains).toEqual([]);
    expect(Object.keys(made)).not.toContain('authorization');
    expect(Object.keys(made)).not.toContain('webApplicationInfo');
  });
});

describe('slash commands', () => {
  const words = teamsManifest({ appId: NOBODY, address: 'https://dibs.example', slashCommands: false });
  const slash = teamsManifest({ appId: NOBODY, address: 'https://dibs.example', slashCommands: true });

  it('are in teams and group chats only: in a chat with the app Teams has none', () => {
    const triggers = slash.bots[0]?.commandLists.map((list) => [
      list.scopes[0],
      'triggers' in list ? list.triggers : null,
    ]);
    expect(triggers).toEqual([
      ['personal', null],
      ['team', ['mention', 'slash']],
      ['groupChat', ['mention', 'slash']],
    ]);
    expect(slash.bots[0]).toMatchObject({ supportsTargetedMessages: true });
  });

  it('are nothing that 1.25 knows, so that the other manifest has no trace of them', () => {
    expect(JSON.stringify(words)).not.toMatch(/slash|supportsTargetedMessages/);
    expect(refused('1.25', { ...slash, manifestVersion: '1.25' })).not.toEqual([]);
  });

  it('come as an update of the same app: the same id, and a higher version', () => {
    expect(slash.id).toBe(words.id);
    expect(words.version).toBe('1.0.0');
    expect(slash.version).toBe('1.1.0');
  });
});

describe('where Teams sends its requests', () => {
  it('is one address, whatever slash ends the public one', () => {
    expect(messagingEndpoint('https://dibs.example/sales/')).toBe('https://dibs.example/sales/api/messages');
    expect(addressProblem('https://dibs.example:8443/sales')).toBeNull();
  });

  it.each([
    ['dibs.example', 'it looks like https://dibs.example'],
    ['http://dibs.example', 'Teams sends requests to https addresses only'],
    ['https://localhost:3000', 'Teams cannot reach localhost'],
    ['https://sales', 'Teams cannot reach sales'],
    ['https://10.1.2.3', 'Teams cannot reach 10.1.2.3'],
    ['https://[fd00::1]', 'Teams cannot reach'],
    ['https://dibs.example/api/messages/', 'without /api/messages'],
    ['https://user:secret@dibs.example', 'address alone'],
  ])('may not be %s, and the answer says: %s', (address, words) => {
    expect(addressProblem(address)).toContain(words);
    expect(addressProblem(address)).not.toContain('secret');
  });
});

describe('the remedies in docs/teams.md', () => {
  const rows = [
    ...(read('docs/teams.md').split('| code |')[1] ?? '').matchAll(/^\| ((?:`AADSTS\d+` ?)+)\| (.+) \|$/gm),
  ].flatMap(([, codes, remedy]) =>
    [...String(codes).matchAll(/AADSTS(\d+)/g)].map(([, code]) => [Number(code), String(remedy)] as const),
  );

  it('are there for 8 codes of the login and more', () => expect(rows.length).toBeGreaterThanOrEqual(8));

  it.each(rows)('of AADSTS%i are those that the program gives', (code, remedy) => {
    expect(remedy).toBe(loginRemedy('unheard_of', code));
  });
});

describe('the icons', () => {
  const color = readPng(readFileSync(join(ROOT, 'manifests/teams/color.png')));
  const outline = readPng(readFileSync(join(ROOT, 'manifests/teams/outline.png')));

  it('the colour icon is 192 pixels square and opaque, with its mark in the middle 96, where no shape cuts it', () => {
    expect([color.width, color.height]).toEqual([192, 192]);
    const ground = color.at(0, 0).join();
    const inked = pixelsOf(color).filter(({ rgba }) => rgba.join() !== ground);
    expect(inked.length).toBeGreaterThan(1000);
    expect(inked.every(({ x, y }) => Math.min(x, y) >= 48 && Math.max(x, y) < 144)).toBe(true);
    expect(pixelsOf(color).every(({ rgba }) => rgba[3] === 255)).toBe(true);
  });

  it('the outline icon is 32 pixels square, white on nothing, and reaches every edge', () => {
    expect([outline.width, outline.height]).toEqual([32, 32]);
    expect(pixelsOf(outline).every(({ rgba: [r, g, b] }) => r === 255 && g === 255 && b === 255)).toBe(true);
    const inked = pixelsOf(outline).filter(({ rgba }) => rgba[3] > 0);
    expect(inked.length).toBeLessThan(32 * 32 * 0.6);
    const xs = inked.map(({ x }) => x);
    const ys = inked.map(({ y }) => y);
    expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([0, 31, 0, 31]);
  });
});

function pixelsOf({ width, height, at }: Png) {
  return Array.from({ length: width * height }, (_, n) => {
    const [x, y] = [n % width, Math.floor(n / width)];
    return { x, y, rgba: at(x, y) };
  });
}
