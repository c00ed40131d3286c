/** `npm run dibs -- <command>`: what people do beside the running server. */
import { Command } from 'commander';
import { systemClock } from '../system/system-clock.ts';
import { importCommand } from './import/import-command.ts';
import { rulesCommand } from './rules/rules-command.ts';

const program = new Command('dibs').description('Work with Dibs from the command line.').showHelpAfterError();

importCommand(program, systemClock);
rulesCommand(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
