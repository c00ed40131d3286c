/** `dibs manifest slack`: prints the Slack app manifest. */
import type { Command } from 'commander';
import { stringify } from 'yaml';

/** How the Slack room makes a manifest; handed in, since the command line knows no chat platform. */
export interface SlackManifests {
  manifest(requests: { over: 'http'; address: string } | { over: 'socket' }): object;
  /** Why Slack could not send requests to this address, for a person; `null` when it could. */
  addressProblem(address: string): string | null;
}

interface SlackFlags {
  socket: boolean;
  url?: string;
  json: boolean;
}

const HELP = `
Paste what it prints at https://api.slack.com/apps: Create New App, From a manifest. docs/slack.md has the whole way.`;

export function slackManifestCommand(manifest: Command, slack: SlackManifests): void {
  manifest
    .command('slack')
    .description('print the Slack app manifest')
    .option('--socket', 'for Socket Mode, which needs no public address', false)
    .option('--url <url>', 'where Slack reaches Dibs, e.g. https://dibs.example (default: PUBLIC_URL)')
    .option('--json', 'JSON instead of YAML', false)
    .addHelpText('after', HELP)
    .action((flags: SlackFlags) => {
      const requests = slackRequests(flags, process.env.PUBLIC_URL, slack);
      if ('problem' in requests) {
        console.error(requests.problem);
        process.exitCode = 1;
        return;
      }
      const made = slack.manifest(requests);
      // Long texts stay on one line each: Slack's page shows them as they are.
      console.log(flags.json ? JSON.stringify(made, null, 2) : stringify(made, { lineWidth: 0 }).trimEnd());
    });
}

function slackRequests(
  { socket, url }: SlackFlags,
  publicUrl: string | undefined,
  { addressProblem }: SlackManifests,
): Parameters<SlackManifests['manifest']>[0] | { problem: string } {
  if (socket && url) return { problem: 'Socket Mode needs no address: leave --url out, or --socket.' };
  if (socket) return { over: 'socket' };
  const address = url ?? publicUrl?.trim();
  if (!address) {
    return {
      problem:
        'Say where Slack reaches Dibs: --url https://dibs.example, or PUBLIC_URL. Without a public address: --socket.',
    };
  }
  const problem = addressProblem(address);
  if (problem === null) return { over: 'http', address };
  return { problem: `${url ? '--url' : 'PUBLIC_URL'}: ${problem} Without a public address: --socket.` };
}
