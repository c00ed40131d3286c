/** `dibs dead-letters list` and `dibs dead-letters replay`: leads that could not be handed over, on a running Dibs. */
import type { Command } from 'commander';
import { z } from 'zod';
import { counted } from '../../domain/alarms/alarm-words.ts';
import { type ImportTarget, importTarget } from '../import/import-target.ts';

interface Flags {
  to?: string;
  key?: string;
}

/** It cannot be done; the message says why and what to do. */
class Refused extends Error {}

const ANSWER_WITHIN_MS = 60_000;

const listed = z.object({
  counts: z.array(
    z.object({ target: z.string(), code: z.string(), count: z.int(), since: z.string(), remedy: z.string() }),
  ),
  items: z.array(z.object({ lead: z.string(), target: z.string(), code: z.string(), since: z.string() })),
});
const replayed = z.object({ replayed: z.int() });

export function deadLettersCommand(program: Command): void {
  const command = program
    .command('dead-letters')
    .description('leads that could not be handed over to a CRM or a webhook')
    .addHelpText('after', '\nExit code: 0 it was done, 1 it could not be.');
  const add = (name: string, description: string, run: (at: ImportTarget, target?: string) => Promise<string[]>) =>
    command
      .command(name)
      .description(description)
      .argument('[target]', 'the id of one target in the routing file; all of them without it')
      .option('--to <url>', 'the server (default: PUBLIC_URL, else http://127.0.0.1:$PORT)')
      .option('--key <key>', 'the API key (default: DIBS_API_KEY)')
      .action(async (target: string | undefined, flags: Flags) => {
        const lines = await run(await importTarget(flags, process.env), target);
        process.stdout.write(`${lines.join('\n')}\n`);
      });
  add('list', 'what could not be handed over, why, and what to do', list);
  add('replay', 'hands them over once more', replay);
}

async function list(at: ImportTarget, target?: string): Promise<string[]> {
  const query = target === undefined ? '' : `?target=${encodeURIComponent(target)}`;
  const { counts, items } = await ask(at, `/v1/dead-letters${query}`, { method: 'GET' }, listed);
  if (counts.length === 0) return ['Every lead was handed over, or is tried again by itself.'];
  return [
    ...counts.map(({ target: of, code, count, remedy }) => `${of}: ${counted(count, 'lead')} (${code}): ${remedy}.`),
    '',
    ...items.map(({ lead, target: of, code, since }) => `${lead}  ${of}  ${code}  since ${since}`),
    '',
    `When that is put right: npm run dibs -- dead-letters replay${target === undefined ? '' : ` ${target}`}`,
  ];
}

async function replay(at: ImportTarget, target?: string): Promise<string[]> {
  const body = JSON.stringify(target === undefined ? {} : { target });
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
  const { replayed: count } = await ask(at, '/v1/dead-letters/replay', init, replayed);
  return [count === 0 ? 'Nothing waits for that.' : `${counted(count, 'lead')} will be handed over once more.`];
}

async function ask<Answer extends z.ZodType>(
  { to, key }: ImportTarget,
  path: string,
  init: { method: string; body?: string; headers?: Record<string, string> },
  answer: Answer,
): Promise<z.output<Answer>> {
  const response = await fetch(`${to.href.replace(/\/$/, '')}${path}`, {
    ...init,
    headers: { ...init.headers, ...(key ? { authorization: `Bearer ${key}` } : {}) },
    // The key must not follow a redirect to somebody else.
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => {
    throw new Refused(`Nothing answers at ${to.origin}. Start Dibs, or give its address: --to http://127.0.0.1:3000`);
  });
  if (response.status === 401) {
    throw new Refused('The server does not let us in. Set DIBS_API_KEY to its API key (or give --key).');
  }
  if (response.status === 400)
    throw new Refused('There is no such target. Its id is in the routing file, under handOver.');
  const parsed = answer.safeParse(response.ok ? await response.json().catch(() => null) : null);
  if (!parsed.success)
    throw new Refused(`The server at ${to.origin} could not do it (${response.status}). Try again soon.`);
  return parsed.data;
}
