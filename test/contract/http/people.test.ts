/** Erasing and reading out over HTTP and from the command line, against a real server. Runs on PGlite and on PostgreSQL. */
import { PassThrough, Writable } from 'node:stream';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createErasePerson } from '../../../src/app/erase/erase-person.ts';
import { createExportLeads } from '../../../src/app/export/export-leads.ts';
import { createExportPerson } from '../../../src/app/export/export-person.ts';
import { eraseCommand } from '../../../src/cli/people/erase-command.ts';
import { exportCommand } from '../../../src/cli/people/export-command.ts';
import { createCredentials } from '../../../src/http/credentials.ts';
import { exportRoutes } from '../../../src/http/export-routes.ts';
import { peopleRoutes } from '../../../src/http/people-routes.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { type Pushing, startPushing } from '../../helpers/pushing.ts';
import { API_KEY, problemOf, startServer, type TestServer } from './harness.ts';

const opened = await openTestStore();
let pushing: Pushing;
let server: TestServer;
let isReady = true;

beforeAll(async () => {
  pushing = await startPushing(opened, testRuleset());
  const credentials = createCredentials(API_KEY);
  const people = createErasePerson(pushing.context);
  server = await startServer(opened.store, {
    plugins: [
      peopleRoutes({
        credentials,
        erasePerson: () => (isReady ? people : null),
        exportPerson: createExportPerson(pushing.context),
        reportError: () => {},
      }),
      exportRoutes({
        credentials,
        clock: { now: () => new Date(systemClock.now().getTime() + 1_000) },
        exportLeads: createExportLeads(opened.store),
      }),
    ],
  });
});
afterAll(() => server.stop());

function sink(): Writable & { text(): string } {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => text });
}

/** @param typed what somebody at the terminal answers; `null`: nobody is there */
async function run(args: string[], typed: string | null = null) {
  const [out, notes, answers] = [sink(), sink(), new PassThrough()];
  const program = new Command().exitOverride();
  eraseCommand(program, { in: Object.assign(answers, { isTTY: typed !== null }), out, notes });
  exportCommand(program, { out, notes });
  if (typed !== null) answers.write(`${typed}\n`);
  try {
    await program.parseAsync([...args, '--to', server.url, '--key', API_KEY], { from: 'user' });
    return { code: process.exitCode, out: out.text(), notes: notes.text() };
  } finally {
    process.exitCode = 0;
  }
}

describe('POST /v1/people/erase', () => {
  it.each([
    [{}, 'email'],
    [{ email: 'lena@birch.example', phone: '+34911234567' }, 'email'],
    [{ email: 'lena at birch' }, 'email'],
    [{ email: 7 }, 'email'],
    [{ phone: '911 234 567' }, 'phone'],
    [{ leadId: '42' }, 'leadId'],
    [{ email: 'lena@birch.example', force: true }, 'force'],
    [{ email: 'lena@birch.example', dryRun: 'no' }, 'dryRun'],
  ])('refuses %j and names the field, without its value', async (body, field) => {
    const response = await server.post('/v1/people/erase', body);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 422, code: 'invalid-person', errors: [{ field }] });
    expect(JSON.stringify(problem)).not.toMatch(/birch|911234567|"42"/);
  });

  it('wants the key, and takes no signature for it', async () => {
    const response = await server.post('/v1/people/erase', { email: 'a@b.example' }, { authorization: 'Bearer wrong' });
    expect((await problemOf(response)).code).toBe('wrong-api-key');
  });

  it('says so while it is not ready, and erases nothing', async () => {
    isReady = false;
    const response = await server.post('/v1/people/erase', { email: 'a@b.example' });
    isReady = true;
    expect(await problemOf(response)).toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('Nothing was erased'),
    });
  });

  it('of a lead that does not exist is not found', async () => {
    const body = { leadId: '01985c2e-5d0a-7cc3-9a57-3f5b1c9e4a10' };
    expect((await problemOf(await server.post('/v1/people/erase', body))).code).toBe('lead-not-found');
    expect((await problemOf(await server.post('/v1/people/export', body))).code).toBe('lead-not-found');
  });
});

describe('dibs erase', () => {
  it('shows what there is, asks, erases, and searches every table', async () => {
    const id = await pushing.arrive({ email: 'lena@birch.example', name: 'Lena Birch' });
    const { code, out } = await run(['erase', 'Lena Birch <lena@birch.example>'], 'yes');
    expect(out).toContain(`  ${id}  pooled  iberia  –`);
    expect(out).toContain('Removed: 1 lead, 2 events.');
    expect(out).toMatch(/public\.lead_event +\d+ rows +0 left/);
    expect(out).toMatch(/Nothing is left: 0 rows in \d\d tables\./);
    expect(out).not.toContain('birch');
    expect(code).toBe(0);
    expect((await pushing.lead(id)).status).toBe('erased');
  });

  it.each([
    ['somebody says no', 'no', 'Nothing was erased.'],
    ['nobody is there to ask', null, 'Nothing was erased: there is nobody to ask. Give --yes to go on.'],
  ])('erases nothing where %s', async (_when, typed, said) => {
    const id = await pushing.arrive({ email: `no${typed}@birch.example` });
    expect(await run(['erase', id], typed)).toMatchObject({ code: 1, notes: `${said}\n` });
    expect((await pushing.lead(id)).status).toBe('pooled');
  });

  it('with --yes --no-proof neither asks nor searches', async () => {
    const id = await pushing.arrive({ email: 'quick@birch.example' });
    const { code, out } = await run(['erase', id, '--yes', '--no-proof']);
    expect([code, out.includes('Searching')]).toEqual([0, false]);
  });

  it('says elsewhere of a namesake, whose lead stays', async () => {
    await pushing.arrive({ email: 'one@birch.example', name: 'Maximilian Birch' });
    const other = await pushing.arrive({ email: 'two@birch.example', name: 'Maximilian Birch' });
    const { code, out } = await run(['erase', 'one@birch.example', '--yes']);
    expect(out).toMatch(new RegExp(`public\\.lead .* 0 left  and 1 elsewhere: ${other}`));
    expect(code).toBe(0);
  });

  it.each(['lena', '911 234 567', ''])('does not know whom "%s" means, and says what would be right', async (who) => {
    expect(await run(['erase', who, '--yes'])).toMatchObject({ code: 1, notes: expect.stringContaining('Say who:') });
  });
});

describe('dibs export', () => {
  it('writes a person as one JSON document', async () => {
    const id = await pushing.arrive({ email: 'otto@birch.example', message: 'Hello' });
    const { code, out } = await run(['export', 'person', 'otto@birch.example']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      leads: [{ id, attributes: { message: 'Hello' }, timeline: [{ version: 1 }, { version: 2 }] }],
    });
  });

  it('writes leads as CSV, page by page, those that are asked for and no erased ones', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1)
      ids.push(await pushing.arrive({ email: `${count}@csv.example`, name: '=1+1' }));
    await run(['erase', '0@csv.example', '--yes', '--no-proof']);
    const { code, out, notes } = await run(['export', 'leads', '--pool', 'iberia', '--status', 'pooled']);
    const rows = out.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^dibs_id,dibs_status,.*,email,/);
    expect(rows.filter((row) => row.includes('@csv.example')).map((row) => row.slice(0, 36))).toEqual(ids.slice(1));
    expect(rows.at(-1)).toContain(",'=1+1,");
    expect([code, notes]).toEqual([0, expect.stringContaining('Done: 0.0 MB written.')]);
  });

  it('reads no lead from outside the days that are asked for', async () => {
    const { out } = await run(['export', 'leads', '--until', '2020-01-01']);
    expect(out.split('\r\n')).toHaveLength(2);
  });

  it('refuses a query that it does not understand, naming the field', async () => {
    expect(await run(['export', 'leads', '--from', 'yesterday'])).toMatchObject({
      code: 1,
      notes: expect.stringContaining('from: Expected a date'),
    });
    expect(await problemOf(await server.get('/v1/leads.csv?state=won'))).toMatchObject({
      code: 'bad-request',
      errors: [{ field: 'state' }],
    });
  });
});
