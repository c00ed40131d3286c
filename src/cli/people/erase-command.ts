/** `dibs erase <who>`: removes a person everywhere, and shows that nothing is left. */

import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { callApi, linesOf } from '../call-api.ts';
import { ImportStopped } from '../import/batch-client.ts';
import { type ImportTarget, importTarget } from '../import/import-target.ts';
import { type ErasureDone, readDone, readStep } from './erase-answers.ts';
import { erasedText, foundText, proofText, tableLine } from './erase-words.ts';
import { personBody } from './person-body.ts';

interface EraseFlags {
  yes: boolean;
  proof: boolean;
  to?: string;
  key?: string;
}

export interface Terminal {
  in: Readable & { isTTY?: boolean };
  out: Writable;
  /** What went wrong. */
  notes: Writable;
}

const HELP = `
<who> is an e-mail address, a telephone number with its country code, or the id of a lead. All leads of the person go, in any
state; figures stay. Afterwards every table of the database is searched for what was erased: with millions of leads that takes
minutes, and --no-proof leaves it out. Backups, and systems that leads were handed over to, are yours to look after.

Exit code: 0 nothing is left, 3 something is, 1 it could not run or was not confirmed.`;

const STANDARD: Terminal = { in: process.stdin, out: process.stdout, notes: process.stderr };

/** Adds the command; its outcome becomes the exit code of the process. */
export function eraseCommand(program: Command, terminal: Terminal = STANDARD): void {
  program
    .command('erase')
    .description('remove a person from a running Dibs, everywhere, and prove it')
    .argument('<who>', 'e-mail address, telephone number or lead id')
    .option('--yes', 'do not ask', false)
    .option('--no-proof', 'do not search the database afterwards')
    .option('--to <url>', 'the server (default: PUBLIC_URL, else http://127.0.0.1:$PORT)')
    .option('--key <key>', 'the API key (default: DIBS_API_KEY)')
    .addHelpText('after', HELP)
    .action(async (who: string, flags: EraseFlags) => {
      process.exitCode = await runErase(who, flags, terminal);
    });
}

async function runErase(who: string, flags: EraseFlags, terminal: Terminal): Promise<number> {
  try {
    const target = await importTarget(flags, process.env);
    const person = personBody(who);
    const found = await lookUp(target, person);
    terminal.out.write(foundText(found));
    if (found.leads.length > 0 && !flags.yes) await confirm(terminal, found.leads.length);
    return await erase(target, { ...person, proof: flags.proof }, terminal.out);
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error;
    terminal.notes.write(`${error.message}\n`);
    return 1;
  }
}

async function lookUp(target: ImportTarget, person: object): Promise<ErasureDone> {
  const response = await callApi({ ...target, ...ERASE, body: { ...person, dryRun: true } });
  return readDone((await linesOf(response).next()).value ?? undefined);
}

const ERASE = { path: '/v1/people/erase', accept: 'application/x-ndjson' } as const;

async function confirm(terminal: Terminal, leads: number): Promise<void> {
  if (!terminal.in.isTTY) throw new ImportStopped('Nothing was erased: there is nobody to ask. Give --yes to go on.');
  const lines = createInterface({ input: terminal.in, output: terminal.out });
  const question = `Erase ${leads === 1 ? 'it' : 'them'} for good? This cannot be undone. Type yes to go on: `;
  const answer = await lines.question(question).finally(() => lines.close());
  if (answer.trim().toLowerCase() !== 'yes') throw new ImportStopped('Nothing was erased.');
}

async function erase(target: ImportTarget, body: object & { proof: boolean }, out: Writable): Promise<number> {
  const answer = linesOf(await callApi({ ...target, ...ERASE, body }));
  out.write(erasedText(readDone((await answer.next()).value ?? undefined)));
  if (!body.proof) return 0;
  out.write('Searching every table for what was erased:\n');
  const total = { tables: 0, elsewhere: 0 };
  for await (const line of answer) {
    const step = readStep(line);
    if ('problem' in step)
      throw new ImportStopped(`It is erased, but the search broke off: ${step.problem.title}. Run the command again.`);
    if (!('table' in step)) {
      out.write(proofText(total.tables, step.left, total.elsewhere));
      return step.left === 0 ? 0 : 3;
    }
    total.tables += 1;
    total.elsewhere += step.elsewhere;
    out.write(tableLine(step));
  }
  throw new ImportStopped('It is erased, but the search broke off. Run the command again.');
}
