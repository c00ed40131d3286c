/** The Slack app: is the token good, was everything granted, can requests come, does the clock agree. */
import type { Env, SlackEnv } from '../../config/env.ts';
import { ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { ChatAccess, SlackInspector } from '../../ports/inspections.ts';
import { clockFinding } from './check-clock.ts';
import { type CheckName, type Finding, ok, problem, skipped } from './finding.ts';

/** What the bot asks for; see `BOT_SCOPES` in the Slack room. */
export interface WantedScope {
  scope: string;
  why: string;
  optional?: true;
}

/** The one scope that is only needed for a signal of the routing file. */
const SCOPE_OF_DND = 'dnd:read';

export async function checkAccess(
  slack: SlackInspector,
  wanted: readonly WantedScope[],
  ruleset: Ruleset | null,
): Promise<{ access: ChatAccess | null; findings: Finding[] }> {
  try {
    const access = await slack.access();
    const findings = [
      ok('slack-token', `workspace ${access.teamName}`),
      scopes(access, wanted, ruleset),
      clock(access),
    ];
    return { access, findings };
  } catch (error) {
    return { access: null, findings: [refused('slack-token', error)] };
  }
}

function scopes({ scopes: granted }: ChatAccess, wanted: readonly WantedScope[], ruleset: Ruleset | null): Finding {
  if (granted === null) return skipped('slack-scopes', 'Slack did not say which were granted');
  const asksDnd = ruleset?.signals.includes('dnd') ?? false;
  const needed = wanted.filter(({ scope, optional }) => !optional || (scope === SCOPE_OF_DND && asksDnd));
  const missing = needed.filter(({ scope }) => !granted.includes(scope));
  if (missing.length === 0) return ok('slack-scopes', `all ${needed.length} granted`);
  return problem('slack-scopes', `${missing.length} of ${needed.length} missing`, [
    ...missing.map(({ scope, why }) => `${scope}: ${why}`),
    'Add them under OAuth & Permissions, or bring the manifest up to date (npm run dibs -- manifest slack); then reinstall the ' +
      'app, and set SLACK_BOT_TOKEN if the token is a new one.',
  ]);
}

function clock({ clockAheadMs }: ChatAccess): Finding {
  if (clockAheadMs === null) return skipped('slack-clock', 'Slack did not say what time it is');
  return clockFinding('slack-clock', clockAheadMs);
}

/** @param env.publicUrl where Slack's requests go, as far as anybody said */
export async function checkRequests(slack: SlackInspector, { appToken }: SlackEnv, env: Env): Promise<Finding> {
  if (!appToken) {
    return skipped('slack-requests', 'over HTTP, which cannot be tried from here', [
      `Type the command in Slack. If Slack says that it failed, it does not reach ${env.publicUrl ?? 'https://<your host>'}` +
        '/slack/events, or SLACK_SIGNING_SECRET is not that of the app; the log says which.',
    ]);
  }
  try {
    await slack.askForSocket(appToken);
    return ok('slack-requests', 'Socket Mode is open');
  } catch (error) {
    return refused('slack-requests', error, 'SLACK_APP_TOKEN');
  }
}

const NEW_APP_TOKEN =
  'Make an app-level token with the scope connections:write (Basic Information), switch Socket Mode on, and set SLACK_APP_TOKEN.';

const NO_ANSWER =
  'Slack did not answer: see that this machine gets to https://slack.com, through its proxy if it has one, and look at ' +
  'https://slack-status.com.';

const PAUSE = 'Slack answers only so many questions a minute: run the doctor again in a minute.';

/** A call that Slack refused or did not answer. Throws what no call throws. */
export function refused(check: CheckName, error: unknown, token = 'SLACK_BOT_TOKEN'): Finding {
  if (!(error instanceof ChatError)) throw error;
  if (error.code === 'rate_limited') return skipped(check, error.code, [PAUSE]);
  const isToken = error.retry === 'never' && error.scope === 'platform';
  const own = isToken && token === 'SLACK_APP_TOKEN' ? NEW_APP_TOKEN : error.remedy;
  return problem(check, error.code, [own ?? NO_ANSWER]);
}
