/** All checks, in an order in which each has what it needs; what cannot be looked at is said to be skipped. */
import type { Clock } from '../../ports/clock.ts';
import { checkDatabase, type InspectDatabase } from './check-database.ts';
import { checkPeople } from './check-people.ts';
import { checkEnvironment, checkNode, checkRouting } from './check-setup.ts';
import { checkSources } from './check-sources.ts';
import { examineSlack, type SlackParts } from './examine-slack.ts';
import { examineTeams, type TeamsParts } from './examine-teams.ts';
import { type Finding, skipped } from './finding.ts';

export interface DoctorParts {
  variables: NodeJS.ProcessEnv;
  node: { version: string; wanted: string };
  clock: Clock;
  inspectDatabase: InspectDatabase;
  slack: SlackParts;
  teams: TeamsParts;
}

/** @returns what each check found. Throws only what no check expects, which is a fault of ours */
export async function examine(parts: DoctorParts): Promise<Finding[]> {
  const { env, finding } = checkEnvironment(parts.variables);
  const setup = [checkNode(parts.node.version, parts.node.wanted), finding];
  const configured = env ? env.configFile : (parts.variables.DIBS_CONFIG ?? null);
  const routing = await checkRouting(configured, env?.mode === 'live');
  if (!env) {
    const wait = 'not looked at until the environment is right';
    const later = (['database', 'slack-token', 'teams-app'] as const).map((check) => skipped(check, wait));
    return [...setup, routing.finding, ...later];
  }
  const { ruleset } = routing;
  const [database, slack] = await Promise.all([
    checkDatabase(env, parts.inspectDatabase),
    examineSlack(env, ruleset, parts.slack),
  ]);
  const teams = await examineTeams(env, ruleset, database.teams, parts.teams);
  // Teams first: it has lists, while Slack is asked about everybody one by one.
  const people = ruleset
    ? await checkPeople(ruleset, [...teams.sources, ...slack.sources], {
        unasked: [...slack.unasked, ...teams.unasked],
        clock: parts.clock,
      })
    : [];
  const sources = ruleset ? checkSources(env, ruleset) : [];
  return [...setup, routing.finding, ...sources, ...database.findings, ...slack.findings, ...teams.findings, ...people];
}
