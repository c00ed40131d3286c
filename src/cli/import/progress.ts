/** What the person at the terminal sees: a bar on a terminal, now and then a line where the output goes into a file. */
import type { Writable } from 'node:stream';
import { MultiBar } from 'cli-progress';

export interface Progress {
  /** @param bytes of the file read so far; @param lines read so far */
  update(bytes: number, lines: number): void;
  /** Writes a line above the bar. */
  say(text: string): void;
  /** Takes the bar away; what was said stays. */
  stop(): void;
}

const LINES_PER_NOTICE = 5_000;
const FORMAT = '{bar} {percentage} % · {lines} lines · {eta_formatted} left';

/** @param size of the file, in bytes */
export function createProgress(out: Writable, size: number): Progress {
  return 'isTTY' in out && out.isTTY ? onTerminal(out, size) : inPlainLines(out);
}

function inPlainLines(out: Writable): Progress {
  let next = LINES_PER_NOTICE;
  return {
    update: (_bytes, lines) => {
      if (lines < next) return;
      out.write(`${next.toLocaleString('en')} lines read\n`);
      next += LINES_PER_NOTICE;
    },
    say: (text) => out.write(`${text}\n`),
    stop: () => {},
  };
}

function onTerminal(out: Writable, size: number): Progress {
  // gracefulExit would swallow the first Ctrl-C.
  const bars = new MultiBar({ stream: out, format: FORMAT, gracefulExit: false, clearOnComplete: true, barsize: 24 });
  const bar = bars.create(size, 0, { lines: '0' });
  return {
    update: (bytes, lines) => bar.update(Math.min(bytes, size), { lines: lines.toLocaleString('en') }),
    say: (text) => bars.log(`${text}\n`),
    stop: () => {
      bars.update(); // what was said since the last redraw would be lost
      bars.stop();
    },
  };
}
