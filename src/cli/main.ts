/** `npm run dibs -- <command>`: what people do beside the running server. Puts the commands together, as `src/main.ts` does the server. */
import { Command } from 'commander';
import { slackManifest } from '../chat/slack/manifest.ts';
import { addressProblem } from '../chat/slack/request-address.ts';
import { teamsManifest } from '../chat/teams/manifest.ts';
import { messagingEndpoint, addressProblem as teamsAddressProblem } from '../chat/teams/messaging-endpoint.ts';
import { systemClock } from '../system/system-clock.ts';
import { deadLettersCommand } from './dead-letters/dead-letters-command.ts';
import { doctorCommand } from './doctor/doctor-command.ts';
import { importCommand } from './import/import-command.ts';
import { manifestCommand } from './manifest/manifest-command.ts';
import { eraseCommand } from './people/erase-command.ts';
import { exportCommand } from './people/export-command.ts';
import { rulesCommand } from './rules/rules-command.ts';
import { sourcesCommand } from './sources/sources-command.ts';

const program = new Command('dibs').description('Work with Dibs from the command line.').showHelpAfterError();

importCommand(program, systemClock);
exportCommand(program);
eraseCommand(program);
rulesCommand(program);
sourcesCommand(program);
deadLettersCommand(program);
manifestCommand(program, {
  slack: { manifest: slackManifest, addressProblem },
  teams: { manifest: teamsManifest, addressProblem: teamsAddressProblem, messagingEndpoint },
});
// Loaded when it is asked for: it brings the database and Slack's SDK along, which the others do without.
doctorCommand(program, async () => (await import('../main/doctor.ts')).doctorParts(process.env, systemClock));

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
