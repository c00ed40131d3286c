/** Dead letters over HTTP and from the command line, against the real server. Runs on PGlite and on PostgreSQL. */
import { Command } from 'commander';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReplayDeadLetters } from '../../../src/app/hand-over/dead-letters.ts';
import { deadLettersCommand } from '../../../src/cli/dead-letters/dead-letters-command.ts';
import { createCredentials } from '../../../src/http/credentials.ts';
import { deadLetterRoutes } from '../../../src/http/dead-letter-routes.ts';
import { openTestStore } from '../../helpers/database.ts';
import { API_KEY } from '../../helpers/live-dibs.ts';
import { storeLead } from '../../helpers/store-data.ts';
import { problemOf, startServer } from './harness.ts';

const { store, database, handOverJobs } = await openTestStore();
const jobs = await handOverJobs('hubspot');
const server = await startServer(store, {
  apiKey: API_KEY,
  plugins: [
    deadLetterRoutes({
      credentials: createCredentials(API_KEY),
      handOvers: store.handOvers,
      replayDeadLetters: () => createReplayDeadLetters({ store, keepNotice: async () => undefined }),
    }),
  ],
});
afterAll(() => server.stop());

const SINCE = new Date('2026-03-02T09:00:00.000Z');

async function bury(target: string, error: string): Promise<string> {
  const { id } = await storeLead(store);
  await store.handOvers.begin(target, [id], { holder: 'one', now: SINCE, leaseMs: 1 });
  const dead = {
    leadId: id,
    state: 'dead',
    sentVersion: 0,
    remoteId: '51',
    attempts: 1,
    error,
    failedAt: SINCE,
  } as const;
  await store.handOvers.end(target, 'one', [dead]);
  return id;
}

beforeEach(() => database.executeSql('TRUNCATE lead, pgboss.job CASCADE'));

const authorised = { authorization: `Bearer ${API_KEY}` };

describe('dead letters', () => {
  it('are listed with what to do, by target', async () => {
    const lead = await bury('hubspot', 'record_deleted');
    await bury('zapier', 'refused');
    const answer = await fetch(`${server.url}/v1/dead-letters?target=hubspot`, { headers: authorised });
    expect(await answer.json()).toEqual({
      counts: [
        {
          target: 'hubspot',
          code: 'record_deleted',
          count: 1,
          since: SINCE.toISOString(),
          remedy: expect.stringContaining('deleted there'),
        },
      ],
      items: [{ lead, target: 'hubspot', code: 'record_deleted', since: SINCE.toISOString() }],
    });
  });

  it('come back all at once, or those of one target', async () => {
    const lead = await bury('hubspot', 'record_deleted');
    await bury('zapier', 'refused');
    const post = (body?: string) =>
      fetch(`${server.url}/v1/dead-letters/replay`, {
        method: 'POST',
        headers: { ...authorised, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
      });
    expect(await (await post('{"target":"hubspot"}')).json()).toEqual({ replayed: 1 });
    expect((await jobs.fetch(9)).map(({ about }) => about)).toEqual([lead]);
    // A record that was deleted there is made anew.
    const { rows } = await database.executeSql('SELECT state, remote_id FROM hand_over WHERE lead_id = $1', [lead]);
    expect(rows).toEqual([{ state: 'open', remote_id: null }]);
    expect(await (await post()).json()).toEqual({ replayed: 1 });
    expect(await (await post()).json()).toEqual({ replayed: 0 });
  });

  it('are shown to nobody without the key; a query or body that is not right is refused by name', async () => {
    expect(await problemOf(await fetch(`${server.url}/v1/dead-letters`))).toMatchObject({
      code: 'missing-credentials',
    });
    expect(await problemOf(await fetch(`${server.url}/v1/dead-letters/replay`, { method: 'POST' }))).toMatchObject({
      status: 401,
    });
    const refused = [
      await fetch(`${server.url}/v1/dead-letters?target=No%20such`, { headers: authorised }),
      await fetch(`${server.url}/v1/dead-letters/replay`, {
        method: 'POST',
        headers: { ...authorised, 'content-type': 'application/json' },
        body: '{"target":5}',
      }),
    ];
    for (const answer of refused) {
      expect(await problemOf(answer)).toMatchObject({ code: 'bad-request', errors: [{ field: 'target' }] });
    }
  });
});

describe('npm run dibs -- dead-letters', () => {
  async function run(...args: string[]): Promise<string> {
    const said: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const program = new Command().exitOverride();
    deadLettersCommand(program);
    try {
      await program.parseAsync(['node', 'dibs', 'dead-letters', ...args, '--to', server.url, '--key', API_KEY]);
    } finally {
      write.mockRestore();
    }
    return said.join('');
  }

  it('lists and replays', async () => {
    const lead = await bury('hubspot', 'refused');
    const listed = await run('list');
    expect(listed).toContain('hubspot: 1 lead (refused): a value is not accepted there');
    expect(listed).toContain(lead);
    expect(await run('replay', 'zapier')).toBe('Nothing waits for that.\n');
    expect(await run('replay')).toBe('1 lead will be handed over once more.\n');
    expect(await run('list')).toBe('Every lead was handed over, or is tried again by itself.\n');
  });

  it('says what to do when the server is not there, or does not let us in', async () => {
    const program = new Command().exitOverride();
    deadLettersCommand(program);
    const at = (...args: string[]) => program.parseAsync(['node', 'dibs', 'dead-letters', 'list', ...args]);
    await expect(at('--to', 'http://127.0.0.1:1')).rejects.toThrow('Nothing answers at http://127.0.0.1:1. Start Dibs');
    await expect(at('--to', server.url, '--key', 'wrong')).rejects.toThrow('Set DIBS_API_KEY');
  });
});
