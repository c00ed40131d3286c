/** All of Slack's checks. */
import type { Env, SlackEnv } from '../../config/env.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { SlackInspector } from '../../ports/inspections.ts';
import { checkCommand } from './check-setup.ts';
import { checkAccess, checkRequests, refused, type WantedScope } from './check-slack.ts';
import { checkChannels } from './check-slack-channels.ts';
import type { Examined } from './examined.ts';
import { skipped } from './finding.ts';

export interface SlackParts {
  inspector(env: SlackEnv): SlackInspector;
  command: string;
  /** Why Slack would not deliver this command, or `null`. */
  commandProblem(command: string): string | null;
  scopes: readonly WantedScope[];
}

export async function examineSlack(env: Env, ruleset: Ruleset | null, parts: SlackParts): Promise<Examined> {
  const { command, commandProblem, scopes, inspector } = parts;
  if (!env.slack) {
    const nothing = skipped('slack-token', 'no SLACK_BOT_TOKEN, so nothing of Slack is looked at');
    return { findings: [nothing], sources: [], unasked: [] };
  }
  const slack = inspector(env.slack);
  const named = checkCommand(command, commandProblem(command));
  const { access, findings } = await checkAccess(slack, scopes, ruleset);
  if (!access) return { findings: [named, ...findings], sources: [], unasked: ['Slack'] };
  const requests = await checkRequests(slack, env.slack, env);
  const channels = ruleset
    ? await checkChannels(slack, ruleset)
    : skipped('slack-channels', 'not without a good routing file');
  const people = {
    title: 'Slack',
    invite: 'invite them to the workspace',
    team: access.team,
    findUserByEmail: slack.findUserByEmail,
    refused,
  };
  return { findings: [named, ...findings, requests, channels], sources: [people], unasked: [] };
}
