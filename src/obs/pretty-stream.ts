/** Turns pino's JSON lines into lines for a person at a terminal. */
import type { DestinationStream } from 'pino';

const LEVELS: Record<number, string> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR' };

/** @param out gets lines like `22:14:03 INFO  Lead stored leadId=0195…` */
export function prettyStream(out: DestinationStream): DestinationStream {
  return { write: (line) => out.write(prettyLine(line)) };
}

function prettyLine(line: string): string {
  const { time, level, msg, error, ...fields } = JSON.parse(line);
  const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${value}`);
  const head = `${String(time).slice(11, 19)} ${String(LEVELS[level]).padEnd(5)} ${msg}${facts.join('')}`;
  return `${[head, ...(error ? errorLines(error) : [])].join('\n')}\n`;
}

function errorLines(error: { type: string; code?: string; message?: string; stack?: string }): string[] {
  const name = [error.type, error.code, error.message].filter(Boolean).join(' ');
  return [`  ${name}`, ...(error.stack?.split('\n').map((frame) => `    ${frame}`) ?? [])];
}
