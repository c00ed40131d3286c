/** `dibs dead-letters list` and `dibs dead-letters replay`: leads that could not be handed over, on a running Dibs. */
import type { Command } from 'commander';
import { z } from 'zod';
import { counted } from '../../domain/alarms/alarm-words.ts';
import { callApi } from '../call-api.ts';
import { ImportStopped } from '../import/batch-client.ts';
import { type ImportTarget, importTarget } from '../import/import-target.ts';

interface Flags {
  to?: string;
  key?: string;
}

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
  const { counts, items } = await ask(at, `/v1/dead-letters${query}`, listed);
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
  const body = target === undefined ? {} : { target };
  const { replayed: count } = await ask(at, '/v1/dead-letters/replay', replayed, body);
  return [count === 0 ? 'Nothing waits for that.' : `${counted(count, 'lead')} will be handed over once more.`];
}

async function ask<Answer extends z.ZodType>(
  at: ImportTarget,
  path: string,
  answer: Answer,
  body?: object,
): Promise<z.output<Answer>> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const call = { ...at, path, accept: 'application/json', signal, ...(body ? { body } : {}) };
  const parsed = answer.safeParse(await (await callApi(call)).json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw new ImportStopped(`The server at ${at.to.origin} could not do it. Try again soon.`);
}
