/** Dibs and its command line as processes of their own, to be killed at any moment. Call `endProcesses` after each test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { DibsFolder } from './live-dibs.ts';

export interface Process {
  /** What it has written so far. */
  output(): string;
  /** As `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves to its exit code; `null` when it was killed. */
  exited: Promise<number | null>;
}

export interface DibsProcess extends Process {
  url: string;
}

const ROOT = join(import.meta.dirname, '../..');
const started = new Set<Process>();

/** Kills whatever was started here and is still there. */
export async function endProcesses(): Promise<void> {
  await Promise.all([...started].map((process) => process.kill()));
  started.clear();
}

/**
 * Starts Dibs. Resolves once `/readyz` says that it is ready.
 * @param at the URL of an earlier one, to take its port over; a free port without it
 */
export async function startDibsProcess({ env }: DibsFolder, at?: string): Promise<DibsProcess> {
  const port = at ? new URL(at).port : '0';
  const dibs = start('src/main.ts', [], { ...env, PORT: port, LOG_LEVEL: 'warn' });
  let url = '';
  const ready = async () => {
    url = /running at (http:\S+\d)/.exec(dibs.output())?.[1] ?? '';
    expect(url, dibs.output()).not.toBe('');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  };
  await vi.waitFor(ready, { timeout: 30_000, interval: 50 });
  return { ...dibs, url };
}

/** Runs `dibs <args>`, with what `folder` says of the API key. */
export function startCommand(args: readonly string[], { env }: DibsFolder): Process {
  return start('src/cli/main.ts', args, env);
}

function start(script: string, args: readonly string[], env: Record<string, string>): Process {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: ROOT,
    // Nothing of this process's own environment: its DATABASE_URL is the server where test databases are made.
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close').then(() => child.exitCode);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const running: Process = {
    output: () => output,
    exited,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
  started.add(running);
  return running;
}
