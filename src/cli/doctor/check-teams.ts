/** The Teams app: do its credentials go together, can requests come, is it where the routing file wants cards, does the clock agree. */
import { channelsOf } from '../../app/delivery/conversations.ts';
import { ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { TeamsInspector, TeamsSeen } from '../../ports/inspections.ts';
import { clockFinding } from './check-clock.ts';
import { type CheckName, type Finding, ok, problem, skipped } from './finding.ts';

/** @returns `isIn` too: whether the credentials are good, so that more can be asked */
export async function checkLogin(teams: TeamsInspector): Promise<{ isIn: boolean; findings: Finding[] }> {
  try {
    const { clockAheadMs } = await teams.access();
    const clock =
      clockAheadMs === null
        ? skipped('teams-clock', 'Microsoft did not say what time it is')
        : clockFinding('teams-clock', clockAheadMs);
    return { isIn: true, findings: [ok('teams-app', 'the credentials are good'), clock] };
  } catch (error) {
    return { isIn: false, findings: [refused('teams-app', error)] };
  }
}

/** How the Teams room judges an address; handed in, since the command line knows no chat platform. */
export interface TeamsAddress {
  addressProblem(address: string): string | null;
  messagingEndpoint(address: string): string;
}

/** @param publicUrl as in `PUBLIC_URL`, as far as anybody said */
export function checkAddress(publicUrl: string | null, { addressProblem, messagingEndpoint }: TeamsAddress): Finding {
  const wrong = publicUrl === null ? null : addressProblem(publicUrl);
  if (wrong !== null) return problem('teams-requests', 'Teams cannot reach PUBLIC_URL', [wrong]);
  return skipped('teams-requests', 'over HTTP, which cannot be tried from here', [
    'Write help to Dibs in Teams. If no answer comes, the messaging endpoint of the Azure Bot (Configuration) is not ' +
      `${messagingEndpoint(publicUrl ?? 'https://<your host>')}, or your proxy does not pass it on; the log says what was refused.`,
  ]);
}

/** @param seen `null`: the database is in use or out of reach, and was not asked */
export async function checkTeamsChannels(
  teams: TeamsInspector,
  ruleset: Ruleset,
  { seen, tenant }: { seen: TeamsSeen | null; tenant: string },
): Promise<Finding> {
  const names = channelsOf(ruleset, 'teams');
  if (names.length === 0) return skipped('teams-channels', 'the routing file names none');
  if (seen === null) return skipped('teams-channels', 'the database could not be asked where the app is');
  if (!isInstalled(seen, tenant)) {
    return problem('teams-channels', 'no team has the app yet', [addTheApp(names)]);
  }
  try {
    const remedies: string[] = [];
    for (const name of names) {
      const wrong = await teams.channelProblem(name);
      if (wrong !== null) remedies.push(`${name}: ${wrong}`);
    }
    if (remedies.length === 0) return ok('teams-channels', `${names.length} found`);
    return problem('teams-channels', `${remedies.length} of ${names.length} cannot be used`, remedies);
  } catch (error) {
    return refusedByTeams('teams-channels', error);
  }
}

/** Whether the app is in any team of the tenant, as far as Dibs was told. */
export function isInstalled({ teams }: TeamsSeen, tenant: string): boolean {
  return teams.some((team) => team.installed && team.tenant === tenant);
}

/** Teams tells the app that it was added, and has no way to ask for it later. */
function addTheApp(channels: readonly string[]): string {
  const teams = [...new Set(channels.map((name) => name.split('/')[0]))].map((name) => `"${name}"`).join(', ');
  return (
    `Start Dibs, and then add the app to ${teams} (docs/teams.md): Dibs must be running to hear of it. Where it was added before, ` +
    'write @Dibs help in a channel.'
  );
}

const NO_ANSWER =
  'Microsoft did not answer: see that this machine gets to https://login.microsoftonline.com and https://smba.trafficmanager.net, ' +
  'and look at https://status.cloud.microsoft.';

const NO_BOT =
  'The credentials are good, but not those of a bot: make an Azure Bot of the type Single Tenant with this app ID, and connect ' +
  'it to Microsoft Teams (docs/teams.md).';

/** A call to Teams itself, after a good login, that was refused or not answered. Throws what no call throws. */
export function refusedByTeams(check: CheckName, error: unknown): Finding {
  const isCredentials = error instanceof ChatError && error.retry === 'never' && error.scope === 'platform';
  return isCredentials ? problem(check, error.code, [NO_BOT]) : refused(check, error);
}

function refused(check: CheckName, error: unknown): Finding {
  if (!(error instanceof ChatError)) throw error;
  return problem(check, error.code, [error.remedy ?? NO_ANSWER]);
}
