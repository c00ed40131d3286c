/** `dibs export person <who>` and `dibs export leads`: what is stored, out of a running server. */
import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { LEAD_STATUSES } from '../../domain/lead.ts';
import { broken, callApi, textOf } from '../call-api.ts';
import { ImportStopped } from '../import/batch-client.ts';
import { importTarget } from '../import/import-target.ts';
import { personBody } from './person-body.ts';

interface ExportFlags {
  to?: string;
  key?: string;
}

interface LeadFlags extends ExportFlags {
  from?: string;
  until?: string;
  status?: string;
  pool?: string;
}

export interface ExportOutput {
  /** The document or file. */
  out: Writable;
  /** Progress, and what went wrong. */
  notes: Writable;
}

const LEADS_HELP = `
The file has a column for each field, which an import knows again, and what became of each lead (dibs_status, dibs_owner, …). Cells that a
spreadsheet would run as a formula begin with an apostrophe. Erased leads are not in it.

  npm run -s dibs -- export leads --from 2026-01-01 --status won > won.csv`;

/** Adds the commands; their outcome becomes the exit code of the process. */
export function exportCommand(
  program: Command,
  output: ExportOutput = { out: process.stdout, notes: process.stderr },
): void {
  const group = program.command('export').description('write out what a running Dibs has stored');
  withServer(group.command('person'))
    .description('everything about one person, as JSON')
    .argument('<who>', 'e-mail address, telephone number or lead id')
    .action((who: string, flags: ExportFlags) => finish(exportPerson(who, flags, output), output));
  withServer(group.command('leads'))
    .description('leads, as CSV')
    .option('--from <date>', 'came in on or after this day or moment (imported leads: were imported)')
    .option('--until <date>', 'came in before this day or moment')
    .addOption(new Option('--status <status>', 'only these').choices(LEAD_STATUSES.filter((one) => one !== 'erased')))
    .option('--pool <id>', 'only those of this pool')
    .addHelpText('after', LEADS_HELP)
    .action((flags: LeadFlags) => finish(exportLeads(flags, output), output));
}

function withServer(command: Command): Command {
  return command
    .option('--to <url>', 'the server (default: PUBLIC_URL, else http://127.0.0.1:$PORT)')
    .option('--key <key>', 'the API key (default: DIBS_API_KEY)');
}

async function finish(work: Promise<void>, { notes }: ExportOutput): Promise<void> {
  try {
    await work;
    process.exitCode = 0;
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error;
    notes.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function exportPerson(who: string, flags: ExportFlags, { out }: ExportOutput): Promise<void> {
  const body = personBody(who);
  const target = await importTarget(flags, process.env);
  const response = await callApi({ ...target, path: '/v1/people/export', accept: 'application/json', body });
  const document: unknown = await response.json().catch((error: unknown) => Promise.reject(broken(error)));
  out.write(`${JSON.stringify(document, null, 2)}\n`);
}

async function exportLeads(flags: LeadFlags, { out, notes }: ExportOutput): Promise<void> {
  const target = await importTarget(flags, process.env);
  const { from, until: to, status, pool } = flags;
  const given = Object.entries({ from, to, status, pool }).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const response = await callApi({
    ...target,
    path: `/v1/leads.csv?${new URLSearchParams(given)}`,
    accept: 'text/csv',
  });
  let characters = 0;
  let said = 0;
  try {
    for await (const text of textOf(response)) {
      if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
      characters += text.length;
      if (characters - said < CHARACTERS_PER_NOTICE) continue;
      said = characters;
      notes.write(`${megabytes(characters)} written\n`);
    }
  } catch (error) {
    throw broken(error);
  }
  notes.write(`Done: ${megabytes(characters)} written.\n`);
}

const CHARACTERS_PER_NOTICE = 2_000_000;

function megabytes(characters: number): string {
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}
