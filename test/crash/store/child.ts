/** Starts and kills the process of `open-and-insert.ts`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Child {
  /** What it has said so far, without half a line. */
  lines: string[];
  /** Resolves once it has said this many lines, or is gone. */
  said(lines: number): Promise<void>;
  /** As `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  gone: Promise<void>;
}

export function startChild(...args: string[]): Child {
  const script = join(import.meta.dirname, 'open-and-insert.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close').then(() => undefined);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return {
    lines,
    gone,
    async said(count) {
      while (lines.length < count && isRunning(child)) await Promise.race([once(reader, 'line'), gone]);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
