/** Dibs as it runs in production, in a process of its own on PostgreSQL, with the playground in this one as its Slack. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Playground } from '../../src/playground/create-playground.ts';
import { API_KEY, makeDibsFolder, startTestSlack } from '../helpers/live-dibs.ts';
import { benchRoutingFile, channelOf, REP_EMAILS } from './bench-leads.ts';
import { waitUntil } from './measure.ts';
import { withDatabase } from './postgres.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface LiveBench {
  playground: Playground;
  /** Sends leads, as many as a batch may have, and sees that each is accepted. */
  send(leads: readonly Record<string, unknown>[]): Promise<void>;
  /** A figure that Dibs counts, as on `/metrics`; 0 when it is not there. */
  metric(name: string): Promise<number>;
}

/** Runs `work` beside a running Dibs with so many pools, each with a channel. */
export function withLiveDibs<T>(
  { pools, rateLimits }: { pools: number; rateLimits: 'strict' | 'off' },
  work: (bench: LiveBench) => Promise<T>,
): Promise<T> {
  return withDatabase('live', async (databaseUrl) => {
    const users = REP_EMAILS.map((email) => ({ name: email.split('@')[0] ?? email, email }));
    const channels = ['#dibs-admins', ...Array.from({ length: pools }, (_, pool) => channelOf(pool))];
    const slack = await startTestSlack({ users, channels, rateLimits });
    const folder = await makeDibsFolder({
      slackApiUrl: slack.slackApiUrl,
      routingFile: benchRoutingFile(pools),
      databaseUrl,
    });
    const child = spawn(process.execPath, await startArguments(), {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...folder.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    try {
      const url = await addressOf(child);
      slack.playground.requestUrl = `${url}/slack/events`;
      await waitUntil(async () => (await fetch(`${url}/readyz`)).ok, 10_000, 'Dibs is ready');
      return await work({
        playground: slack.playground,
        send: (leads) => send(url, leads),
        metric: (name) => metric(url, name),
      });
    } finally {
      await stop(child);
      process.off('exit', killWithUs);
      await slack.close();
      await folder.remove();
    }
  });
}

/** What `npm start` gives to Node, limits of memory included. */
async function startArguments(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const [program, ...args] = scripts.start.split(' ');
  if (program !== 'node') throw new Error(`npm start runs ${program}, not node`);
  return args;
}

/** Read from what the program prints for people. The rest of its output is read and dropped, so that it never waits. */
async function addressOf(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const address = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const url = /running at (http:\S+?),/.exec(line)?.[1];
      if (url) resolve(url);
    });
    lines.on('close', () => reject(new Error('Dibs ended before it listened')));
  });
  return address;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function send(url: string, leads: readonly Record<string, unknown>[]): Promise<void> {
  const alone = leads.length === 1;
  const response = await fetch(`${url}/v1/leads${alone ? '' : '/batch'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify(alone ? leads[0] : leads),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"problem"')) throw new Error(`leads were not accepted: ${answer.slice(0, 500)}`);
}

async function metric(url: string, name: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(
    page
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1] ?? 0,
  );
}
