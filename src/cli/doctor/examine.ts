/** All checks, in an order in which each has what it needs; what cannot be looked at is said to be skipped. */
import type { Env, SlackEnv } from '../../config/env.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SlackInspector } from '../../ports/inspections.ts';
import { checkDatabase, type InspectDatabase } from './check-database.ts';
import { checkChannels, checkPeople } from './check-people.ts';
import { checkCommand, checkEnvironment, checkNode, checkRouting } from './check-setup.ts';
import { checkAccess, checkRequests, type WantedScope } from './check-slack.ts';
import { type Finding, skipped } from './finding.ts';

export interface DoctorParts {
  variables: NodeJS.ProcessEnv;
  node: { version: string; wanted: string };
  clock: Clock;
  inspectDatabase: InspectDatabase;
  slack: {
    inspector(env: SlackEnv): SlackInspector;
    command: string;
    /** Why Slack would not deliver this command, or `null`. */
    commandProblem(command: string): string | null;
    scopes: readonly WantedScope[];
  };
}

/** @returns what each check found. Throws only what no check expects, which is a fault of ours */
export async function examine(parts: DoctorParts): Promise<Finding[]> {
  const { env, finding } = checkEnvironment(parts.variables);
  const setup = [checkNode(parts.node.version, parts.node.wanted), finding];
  const configured = env ? env.configFile : (parts.variables.DIBS_CONFIG ?? null);
  const routing = await checkRouting(configured, env?.mode === 'live');
  if (!env) {
    const wait = 'not looked at until the environment is right';
    return [...setup, routing.finding, skipped('database', wait), skipped('slack-token', wait)];
  }
  const [database, slack] = await Promise.all([
    checkDatabase(env, parts.inspectDatabase),
    checkSlack(env, routing.ruleset, parts),
  ]);
  return [...setup, routing.finding, ...database, ...slack];
}

async function checkSlack(env: Env, ruleset: Ruleset | null, parts: DoctorParts): Promise<Finding[]> {
  const { command, commandProblem, scopes, inspector } = parts.slack;
  if (!env.slack) return [skipped('slack-token', 'no SLACK_BOT_TOKEN, so nothing of Slack is looked at')];
  const slack = inspector(env.slack);
  const named = checkCommand(command, commandProblem(command));
  const { access, findings } = await checkAccess(slack, scopes, ruleset);
  if (!access) return [named, ...findings];
  const requests = await checkRequests(slack, env.slack, env);
  if (!ruleset) return [named, ...findings, requests, skipped('slack-channels', 'not without a good routing file')];
  const channels = await checkChannels(slack, ruleset);
  const people = await checkPeople(slack, ruleset, { team: access.team, clock: parts.clock });
  return [named, ...findings, requests, channels, ...people];
}
