/**
 * `npm run try:teams [-- <rep>]`: Dibs with Microsoft's Agents Playground beside it, so that Teams can be tried without a tenant.
 * The playground forgets everything when it stops; so does this Dibs, which has a data directory of its own.
 */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MESSAGES_PATH } from '../chat/teams/messaging-endpoint.ts';
import { EnvError, loadEnv } from '../config/env.ts';
import { loadRoutingFile, routingFilePath } from '../config/routing/load-routing-file.ts';
import { formatProblems } from '../config/routing/problem.ts';
import { AppError } from '../domain/errors.ts';
import {
  AGENTS_PLAYGROUND,
  fetchAgentsPlayground,
  findAgentsPlayground,
  freePort,
  startAgentsPlayground,
} from './agents-playground.ts';
import { type AgentsPlaygroundConfig, agentsPlaygroundConfig } from './agents-playground-config.ts';

async function main(as: string | undefined): Promise<void> {
  const env = loadEnv({ ...process.env, TEAMS_INSECURE_LOCAL: '1' });
  const path = routingFilePath(env.configFile);
  const loaded = await loadRoutingFile(path);
  if (!loaded.ok) throw refusal('routing_file', formatProblems(path, loaded.problems));
  const config = agentsPlaygroundConfig(loaded.ruleset, as);
  if ('problem' in config) throw refusal('nobody', config.problem);

  const dataDir = resolve(env.dataDir);
  await mkdir(dataDir, { recursive: true });
  const program = await agentsPlayground(join(dataDir, 'agents-playground'));
  const folder = await mkdtemp(join(dataDir, 'try-teams-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, '.m365agentsplayground.yml'), config.text);

  const port = env.port || (await freePort(0));
  const url = `http://${env.host}:${port}`;
  await startDibs(url, { PORT: String(port), DIBS_DATA_DIR: join(folder, 'dibs'), TEAMS_INSECURE_LOCAL: '1' });
  const playground = await startAgentsPlayground(program, { folder, bot: `${url}${MESSAGES_PATH}` });
  stopTogether(playground.child);
  announce({ config, teams: playground.url, slack: url });
}

/** @param folder where it is looked for, and fetched to; `AGENTS_PLAYGROUND` names another one */
async function agentsPlayground(folder: string): Promise<string> {
  const home = process.env.AGENTS_PLAYGROUND ?? folder;
  const found = await findAgentsPlayground(home);
  if (found) return found;
  const { name, version } = AGENTS_PLAYGROUND;
  say(
    `Fetching Microsoft's Agents Playground (${name}@${version}, 15 MB) from the npm registry, this once.`,
    'It is pre-release software that its licence gives you for evaluation; the licence comes with it:',
    join(home, 'node_modules', name, 'LICENSE'),
  );
  await mkdir(home, { recursive: true });
  return fetchAgentsPlayground(home);
}

/** In this process, which ends when it does: as `npm start`, but for an environment of its own. */
async function startDibs(url: string, env: Record<string, string>): Promise<void> {
  Object.assign(process.env, env);
  // Nothing that is tried here belongs into a database that somebody keeps.
  delete process.env.DATABASE_URL;
  await import('../main.ts');
  while (!(await isReady(url))) await delay(50);
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Ctrl-C reaches both; every other end of one is the end of the other. */
function stopTogether(playground: ChildProcess): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      stopping = true;
    });
  }
  playground.on('exit', () => {
    // A second signal would cut Dibs short.
    if (!stopping) process.kill(process.pid, 'SIGTERM');
  });
  process.on('exit', () => playground.kill());
}

function announce({ config, teams, slack }: { config: AgentsPlaygroundConfig; teams: string; slack: string }): void {
  const { me, channels, leftOut } = config;
  say(
    `Teams: open ${teams}`,
    `You are ${me.name} there; to be somebody else: npm run try:teams -- <rep>.`,
    'Open a channel first: that is when Dibs hears of the team, and cards that wait for it come.',
    ...(channels.length > 0 ? [`Cards come to ${channels.join(' and ')}.`] : []),
    'What is yours or offered to you comes to Personal Chat, and there you type to Dibs: away, back, queue, help.',
    ...(leftOut.length > 0 ? [`It has no room for ${leftOut.join(', ')}.`] : []),
    `Leads are sent from ${slack}, where you can be everybody: one pool, two chats.`,
    'Keep the page of Teams open: it forgets what it showed when it is loaded anew. Ctrl-C stops both; nothing is kept.',
  );
}

function refusal(code: string, message: string): AppError {
  return new AppError(code, message, { retry: 'never' });
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
}

main(process.argv[2]).catch((error: unknown) => {
  // What a person must put right is a sentence; everything else is a bug and comes with its stack.
  const isForThem = error instanceof AppError || error instanceof EnvError;
  process.stderr.write(`${error instanceof Error ? (isForThem ? error.message : error.stack) : String(error)}\n`);
  process.exit(1);
});
