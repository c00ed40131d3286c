/** All of Teams' checks. */
import type { Env, TeamsEnv } from '../../config/env.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { TeamsInspector, TeamsSeen } from '../../ports/inspections.ts';
import {
  checkAddress,
  checkLogin,
  checkTeamsChannels,
  isInstalled,
  refusedByTeams,
  type TeamsAddress,
} from './check-teams.ts';
import type { Examined } from './examined.ts';
import { skipped } from './finding.ts';

export interface TeamsParts extends TeamsAddress {
  inspector(env: Extract<TeamsEnv, { kind: 'app' }>, seen: TeamsSeen): Promise<TeamsInspector>;
}

const TITLE = 'Microsoft Teams';

/** @param seen what the database knows of Teams; `null`: it was not asked */
export async function examineTeams(
  env: Env,
  ruleset: Ruleset | null,
  seen: TeamsSeen | null,
  parts: TeamsParts,
): Promise<Examined> {
  if (!env.teams) {
    const nothing = skipped('teams-app', 'no TEAMS_APP_ID, so nothing of Teams is looked at');
    return { findings: [nothing], sources: [], unasked: [] };
  }
  if (env.teams.kind === 'insecure-local') {
    const nothing = skipped('teams-app', 'TEAMS_INSECURE_LOCAL: anybody is let in, and Microsoft is not asked');
    return { findings: [nothing], sources: [], unasked: [TITLE] };
  }
  const { tenantId } = env.teams;
  const teams = await parts.inspector(env.teams, seen ?? { teams: [], contacts: [] });
  const { isIn, findings } = await checkLogin(teams);
  findings.push(checkAddress(env.publicUrl, parts));
  if (!isIn) return { findings, sources: [], unasked: [TITLE] };
  findings.push(
    ruleset
      ? await checkTeamsChannels(teams, ruleset, { seen, tenant: tenantId })
      : skipped('teams-channels', 'not without a good routing file'),
  );
  // Where the app is nowhere, nobody is found, and that is not the people's fault.
  if (!seen || !isInstalled(seen, tenantId)) return { findings, sources: [], unasked: [TITLE] };
  const people = {
    title: TITLE,
    invite: 'add them to a team that has the app',
    team: tenantId,
    findUserByEmail: teams.findUserByEmail,
    refused: refusedByTeams,
  };
  return { findings, sources: [people], unasked: [] };
}
