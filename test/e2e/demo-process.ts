/** Dibs as a newcomer starts it: the process of `npm start`, without tokens, on a data directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Said, so that a routing file of whoever runs this does not count. */
const DEMO = join(ROOT, 'src/config/demo.yaml');

export interface DemoProcess {
  /** Stays the same over restarts. */
  url: string;
  /** Ends the process with this signal, waits until it is gone, and starts another on the same data and port. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends the process and deletes its data. */
  remove(): Promise<void>;
}

/**
 * Resolves once it answers.
 * @param routingFile the text of one; the demo's unless given
 * @param more of the environment
 * @throws Error with what it said when it ends before that
 */
export async function startDemo(routingFile?: string, more: Record<string, string> = {}): Promise<DemoProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dibs-demo-'));
  const config = routingFile === undefined ? DEMO : join(dataDir, 'dibs.yaml');
  if (routingFile !== undefined) await writeFile(config, routingFile);
  const env = { ...more, DIBS_DATA_DIR: dataDir, DIBS_CONFIG: config };
  let running = await start(env, '0');
  const { url } = running;
  return {
    url,
    async restart(signal) {
      await end(running.child, signal);
      running = await start(env, new URL(url).port);
    },
    async remove() {
      await end(running.child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function start(given: Record<string, string>, port: string): Promise<{ child: ChildProcess; url: string }> {
  // Nothing else of this process's environment: tokens or a DATABASE_URL would make it another Dibs.
  const env = { ...given, PATH: process.env.PATH, PORT: port };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { cwd: ROOT, env });
  return { child, url: await announcedUrl(child) };
}

function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const [url] = /(?<=open )http:\/\/\S+/.exec(said) ?? [];
      if (url) resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('close', () => reject(new Error(`Dibs ended before it was ready. It said:\n${said}`)));
  });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  child.kill(signal);
  await gone;
}
