/** The Slack app manifest: what the files, the documentation and the code say of it is one and the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webApi } from '@slack/bolt';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { toChatError } from '../../../src/chat/slack/errors.ts';
import { BOT_SCOPES, type SlackRequests, slackManifest } from '../../../src/chat/slack/manifest.ts';
import { addressProblem } from '../../../src/chat/slack/request-address.ts';
import { commandNameProblem } from '../../../src/chat/slack/reserved-commands.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SCHEMA = join(ROOT, '../shared/schemas/slack-app-manifest-2.0.0.json');

const FORMS: [string, SlackRequests][] = [
  ['slack-http', { over: 'http', address: 'https://dibs.example' }],
  ['slack-socket', { over: 'socket' }],
];

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

describe.each(FORMS)('the manifest in manifests/%s', (name, requests) => {
  const made = slackManifest(requests);

  it('is what the code makes, as YAML and as JSON (else: npm run dibs -- manifest slack)', () => {
    expect(read(`manifests/${name}.yaml`)).toBe(stringify(made, { lineWidth: 0 }));
    expect(JSON.parse(read(`manifests/${name}.json`))).toEqual(made);
    expect(parse(read(`manifests/${name}.yaml`))).toEqual(made);
  });

  it.runIf(existsSync(SCHEMA))('keeps to Slack’s own schema, 2.0.0', async () => {
    expect(await validate(made)).toBe('');
    expect(await validate({ ...made, display_information: {} })).toContain("must have required property 'name'");
    expect(await validate({ ...made, features: { app_hom: {} } })).toContain('must NOT have additional properties');
  });

  it('has one command, whose name Slack delivers, with mentions as ids', () => {
    const [command, ...more] = made.features?.slash_commands ?? [];
    expect(more).toEqual([]);
    expect(commandNameProblem(command?.command ?? '')).toBeNull();
    expect(command?.should_escape).toBe(true);
  });

  it('lets people write in the bot’s direct messages, where /lead is typed too', () => {
    expect(made.features?.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it('switches interactivity on, org-wide deployment and token rotation off', () => {
    expect(made.settings).toMatchObject({
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    });
  });
});

describe('where requests go', () => {
  it('is one address over HTTP, for the command and for clicks, whatever slash ends the public address', () => {
    const made = slackManifest({ over: 'http', address: 'https://dibs.example/sales/' });
    expect(made.features?.slash_commands?.[0]?.url).toBe('https://dibs.example/sales/slack/events');
    expect(made.settings?.interactivity?.request_url).toBe('https://dibs.example/sales/slack/events');
    expect(made.settings?.socket_mode_enabled).toBe(false);
  });

  it('is nowhere in Socket Mode', () => {
    const made = slackManifest({ over: 'socket' });
    expect(JSON.stringify(made)).not.toContain('http');
    expect(made.settings?.socket_mode_enabled).toBe(true);
  });

  it.each([
    'https://dibs.example',
    'https://dibs.example:8443/sales',
    'https://203.0.113.7',
    'https://localhost.example',
  ])('may be %s', (address) => expect(addressProblem(address)).toBeNull());

  it.each([
    ['dibs.example', 'it looks like https://dibs.example'],
    ['http://dibs.example', 'https addresses only'],
    ['https://localhost:3000', 'cannot reach localhost'],
    ['https://sales', 'cannot reach sales'],
    ['https://dibs.local', 'cannot reach dibs.local'],
    ['https://127.0.0.1', 'cannot reach 127.0.0.1'],
    ['https://10.1.2.3', 'cannot reach 10.1.2.3'],
    ['https://172.31.0.1', 'cannot reach 172.31.0.1'],
    ['https://[::1]:3000', 'cannot reach'],
    ['https://[fd00::1]', 'cannot reach'],
    ['https://dibs.example/slack/events', 'without /slack/events'],
    ['https://user:secret@dibs.example', 'address alone'],
    ['https://dibs.example/?a=b', 'address alone'],
  ])('may not be %s, and the answer says: %s', (address, words) => {
    expect(addressProblem(address)).toContain(words);
    expect(addressProblem(address)).not.toContain('secret');
  });
});

/** What each method wants, by its page at docs.slack.dev; of several, every one is for another kind of conversation. */
const SCOPES_OF_METHOD: Record<string, string[]> = {
  'auth.test': [],
  'views.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read'],
  'users.getPresence': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'dnd.info': ['dnd:read'],
};

describe('the bot scopes', () => {
  const scopes = BOT_SCOPES.map(({ scope }) => scope as string);

  it('are those of the methods that the code calls, and commands; not one more', () => {
    const room = join(ROOT, 'src/chat/slack');
    const code = readdirSync(room)
      .map((file) => readFileSync(join(room, file), 'utf8'))
      .join('\n');
    const called = new Set([...code.matchAll(/\bclient\.([a-z]+\.[A-Za-z]+)\(/g)].map(([, method]) => String(method)));
    expect([...called].sort()).toEqual(Object.keys(SCOPES_OF_METHOD).sort());
    expect([...scopes].sort()).toEqual([...new Set(['commands', ...Object.values(SCOPES_OF_METHOD).flat()])].sort());
  });

  it('stand in docs/slack.md as they are in the code, with the same reasons', () => {
    const rows = [...read('docs/slack.md').matchAll(/^\| `([a-z.:]+)`( \(optional\))? \| (.+) \|$/gm)].map(
      ([, scope, optional, why]) => ({ scope, why, ...(optional ? { optional: true } : {}) }),
    );
    expect(rows).toEqual(BOT_SCOPES);
  });

  it('that are optional are asked for as optional, and only those', () => {
    const asked = slackManifest({ over: 'socket' }).oauth_config?.scopes;
    expect(asked?.bot).toEqual(scopes);
    expect(asked?.bot_optional).toEqual(['dnd:read']);
  });
});

describe('the remedies in docs/slack.md', () => {
  const rows = [
    ...(read('docs/slack.md').split('| code |')[1] ?? '').matchAll(/^\| ((?:`[a-z0-9_]+` ?)+)\| ([^|]+) \|$/gm),
  ].flatMap(([, codes, remedy]) =>
    [...String(codes).matchAll(/`(\w+)`/g)].map(([, code]) => [String(code), String(remedy)]),
  );

  it('are there for 12 codes and more', () => expect(rows.length).toBeGreaterThanOrEqual(12));

  it.each(rows)('of %s are those that the program gives', (code, remedy) => {
    const given = remedyFor(code);
    if (given === undefined) expect(remedy).toMatch(/^Nothing/);
    else expect(remedy).toBe(given);
  });
});

/** The program's own word for it, when Slack gives this code, or when its server does. */
function remedyFor(code: string): string | undefined {
  const [kind, status] = code.split('_');
  if (kind === 'http') return toChatError(new webApi.WebAPIHTTPError(Number(status), '', {}, ''), 'post').remedy;
  const refusal = new webApi.WebAPIPlatformError({ ok: false, error: code, response_metadata: {} });
  return NO_REFUSALS.has(code) ? undefined : toChatError(refusal, 'post').remedy;
}

/** Names that Dibs gives to having no answer. */
const NO_REFUSALS = new Set(['not_reached', 'no_answer']);

/** Fastify brings a JSON Schema validator along. @returns what it refuses; empty when nothing */
async function validate(manifest: object): Promise<string> {
  const server = Fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } } });
  server.post('/', { schema: { body: JSON.parse(readFileSync(SCHEMA, 'utf8')) } }, () => ({}));
  const answer = await server.inject({ method: 'POST', url: '/', payload: manifest });
  return answer.statusCode === 200 ? '' : answer.body;
}
