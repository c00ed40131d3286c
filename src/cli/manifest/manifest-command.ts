/** `dibs manifest`: prints or packs what a chat platform makes its app from. */
import type { Command } from 'commander';
import { type SlackManifests, slackManifestCommand } from './slack-manifest-command.ts';
import { type TeamsManifests, teamsManifestCommand } from './teams-manifest-command.ts';

/** Adds the command; the exit code becomes 1 when there is no manifest. */
export function manifestCommand(program: Command, { slack, teams }: { slack: SlackManifests; teams: TeamsManifests }) {
  const manifest = program.command('manifest').description('print or pack the manifest of the chat app');
  slackManifestCommand(manifest, slack);
  teamsManifestCommand(manifest, teams);
}
