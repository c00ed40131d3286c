/**
 * Microsoft's Agents Playground: a window of Teams on this machine, for trying a bot without a tenant. It is Microsoft's own
 * pre-release software, under a licence for evaluation, so that whoever wants to use it fetches it; it is no part of Dibs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';

/** Others may want another configuration: `agents-playground-config.ts` is for this one. */
export const AGENTS_PLAYGROUND = { name: '@microsoft/m365agentsplayground', version: '0.2.28' };

/** Its own default. Were it taken, it would choose another after it has told Dibs of the first. */
const PORT = 56_150;

/**
 * By itself it listens on all of the machine's addresses, and whoever reaches it can be anybody in Dibs. Node runs this before it,
 * so that a server is only ever opened on loopback.
 */
const ON_LOOPBACK = `data:text/javascript,${encodeURIComponent(`
import { Server } from 'node:net';
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port: Number(port.port ?? port), host: '127.0.0.1' }, rest.find((given) => given instanceof Function));
};`)}`;

/** @param folder where it was installed @returns the program, or `null` when it is not there, or in another version */
export async function findAgentsPlayground(folder: string): Promise<string | null> {
  const home = join(folder, 'node_modules', AGENTS_PLAYGROUND.name);
  const text = await readFile(join(home, 'package.json'), 'utf8').catch(() => '{}');
  const found = z.object({ version: z.string() }).safeParse(JSON.parse(text));
  return found.data?.version === AGENTS_PLAYGROUND.version ? join(home, 'cli.js') : null;
}

/** Fetches it from the npm registry. @param folder exists; everything goes there @throws AppError with what npm said */
export async function fetchAgentsPlayground(folder: string): Promise<string> {
  const { name, version } = AGENTS_PLAYGROUND;
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const npm = spawn('npm', ['install', '--prefix', '.', ...quietly, `${name}@${version}`], {
    cwd: folder,
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  });
  let said = '';
  npm.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(npm, 'close');
  const program = await findAgentsPlayground(folder);
  if (program) return program;
  throw failed(`npm could not fetch ${name}@${version}. It said:\n${said}`);
}

export interface AgentsPlayground {
  url: string;
  child: ChildProcess;
}

/**
 * Starts it. Resolves once it answers; telemetry is off, and it opens no browser.
 * @param options.folder has its `.m365agentsplayground.yml`; its own logs go there
 * @param options.bot where it sends what people do, e.g. `http://127.0.0.1:3000/api/messages`
 * @throws AppError with what it logged when it ends before that
 */
export async function startAgentsPlayground(
  program: string,
  { folder, bot }: { folder: string; bot: string },
): Promise<AgentsPlayground> {
  const port = await freePort(PORT);
  const url = `http://127.0.0.1:${port}`;
  const options = ['-p', String(port), '-e', bot, '-c', 'msteams', '--service-url', `${url}/_connector`];
  const child = spawn(
    process.execPath,
    ['--import', ON_LOOPBACK, program, 'start', ...options, '--disable-telemetry'],
    {
      cwd: folder,
      stdio: 'ignore',
      // It needs nothing of ours, tokens least of all. Without a PATH it finds no browser to open.
      env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
    },
  );
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw failed(`The Agents Playground ended before it was ready. It logged:\n${await loggedErrors(folder)}`);
    }
    await delay(50);
  }
  return { url, child };
}

/** To the terminal it only says that it listens, even when it does not. */
async function loggedErrors(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'devTools', 'm365agentsplayground.log'), 'utf8').catch(() => '');
  return log
    .split('\n')
    .filter((line) => line.startsWith('error '))
    .join('\n');
}

function failed(message: string): AppError {
  return new AppError('agents_playground', message, { retry: 'never' });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @param wanted `0`: any @returns this port of 127.0.0.1, or any other where it is taken */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  const listenOn = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening');
  await listenOn(wanted).catch(() => listenOn(0));
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : wanted;
}
