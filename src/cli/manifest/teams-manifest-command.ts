/** `dibs manifest teams`: zips the Teams app package, or prints its manifest. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { packTeamsApp } from './teams-package.ts';

/** How the Teams room makes a manifest; handed in, since the command line knows no chat platform. */
export interface TeamsManifests {
  manifest(options: TeamsAppOptions): object;
  /** Why Teams could not send requests to this address, for a person; `null` when it could. */
  addressProblem(address: string): string | null;
  /** What the Azure Bot is to be told. */
  messagingEndpoint(address: string): string;
}

interface TeamsAppOptions {
  appId: string;
  address: string;
  website?: string;
  slashCommands: boolean;
  version?: string;
}

interface TeamsFlags {
  out: string;
  slashCommands: boolean;
  url?: string;
  website?: string;
  appVersion?: string;
  json: boolean;
}

const HELP = `
Upload the package in the Teams admin center: Teams apps, Manage apps. docs/teams.md has the whole way.`;

export function teamsManifestCommand(manifest: Command, teams: TeamsManifests): void {
  manifest
    .command('teams')
    .description('zip the Teams app package, for the app of TEAMS_APP_ID')
    .option('--out <file>', 'where the package goes', 'dibs-teams.zip')
    .option(
      '--slash-commands',
      'with slash commands, a preview of Teams (set already by TEAMS_TARGETED_MESSAGES=1)',
      false,
    )
    .option('--url <url>', 'where Teams reaches Dibs, e.g. https://dibs.example (default: PUBLIC_URL)')
    .option('--website <url>', 'your page about it: website, privacy and terms in Teams (default: the address of Dibs)')
    .option('--app-version <version>', 'to replace a package: higher than its version, e.g. 1.0.1')
    .option('--json', 'print the manifest instead', false)
    .addHelpText('after', HELP)
    .action(async (flags: TeamsFlags) => {
      const problem = problemWith(flags, process.env, teams);
      if (problem !== null) return fail(problem);
      const options = optionsFrom(flags, process.env);
      const made = teams.manifest(options);
      if (flags.json) return console.log(JSON.stringify(made, null, 2));
      try {
        await writeFile(flags.out, await packTeamsApp(made));
      } catch (error) {
        return fail(
          `${flags.out} cannot be written (${codeOf(error)}): name a file in a folder that is there, with --out.`,
        );
      }
      const words = options.slashCommands ? ', with slash commands' : '';
      console.log(`Wrote ${flags.out}${words}. Upload it in the Teams admin center: Teams apps, Manage apps.`);
      console.log(`The messaging endpoint of the Azure Bot is ${teams.messagingEndpoint(options.address)}`);
    });
}

const APP_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What is missing or wrong, with what to do about it. */
function problemWith(flags: TeamsFlags, env: NodeJS.ProcessEnv, { addressProblem }: TeamsManifests): string | null {
  const { appId, address } = optionsFrom(flags, env);
  if (!APP_ID.test(appId)) {
    const wrong = appId ? 'is no application (client) ID' : 'is missing: set it to the application (client) ID';
    return `TEAMS_APP_ID ${wrong}. Entra shows it on the overview page of the app registration.`;
  }
  if (!address) return 'Say where Teams reaches Dibs: --url https://dibs.example, or PUBLIC_URL.';
  const wrong = addressProblem(address);
  if (wrong !== null) return `${flags.url ? '--url' : 'PUBLIC_URL'}: ${wrong}`;
  if (flags.website && !/^https:\/\/[^/\s]+\S*$/.test(flags.website)) {
    return '--website: Teams takes https addresses only, e.g. https://acme.example/dibs.';
  }
  if (flags.appVersion && !/^\d{1,5}(\.\d{1,5}){2}$/.test(flags.appVersion)) {
    return '--app-version: give three numbers, e.g. 1.0.1.';
  }
  return null;
}

function optionsFrom({ url, website, slashCommands, appVersion }: TeamsFlags, env: NodeJS.ProcessEnv): TeamsAppOptions {
  return {
    appId: env.TEAMS_APP_ID?.trim().toLowerCase() ?? '',
    address: url ?? env.PUBLIC_URL?.trim() ?? '',
    slashCommands: slashCommands || env.TEAMS_TARGETED_MESSAGES?.trim() === '1',
    ...(website ? { website } : {}),
    ...(appVersion ? { version: appVersion } : {}),
  };
}

function fail(problem: string): void {
  console.error(problem);
  process.exitCode = 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
}
