/** What the environment variables may not be together, and what to do about it. */

/** A variable, and what is wrong with it in words for the person who starts the program. */
export interface EnvProblem {
  name: string;
  message: string;
}

/** Variables as given, the empty ones left out. */
type Given = Readonly<Record<string, string | undefined>>;

const SLACK_TOKENS = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** @returns every contradiction and gap, in the order a reader would fix them */
export function contradictions(given: Given): EnvProblem[] {
  return [...teamsProblems(given), ...slackProblems(given), ...apiKeyProblems(given)];
}

function teamsProblems(given: Given): EnvProblem[] {
  return Object.keys(given)
    .filter((name) => /^TEAMS_(APP_ID|APP_PASSWORD|TENANT_ID|INSECURE_LOCAL)$/.test(name))
    .map((name) => ({ name, message: 'Teams comes with a later version; unset it to start with Slack alone' }));
}

function slackProblems(given: Given): EnvProblem[] {
  const problems: EnvProblem[] = [];
  const { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: app } = given;
  if (!bot && (secret || app)) {
    problems.push({
      name: 'SLACK_BOT_TOKEN',
      message: 'is missing; the other Slack variables are of no use without it. Unset them to start the playground',
    });
  }
  if (bot && !secret && !app) {
    problems.push({
      name: 'SLACK_SIGNING_SECRET',
      message:
        'is missing; set it to receive clicks over HTTP, or set SLACK_APP_TOKEN to receive them over Socket Mode',
    });
  }
  if (given.SLACK_API_URL && !isLive(given)) {
    problems.push({ name: 'SLACK_API_URL', message: 'needs SLACK_BOT_TOKEN; the playground brings its own Slack' });
  }
  return problems;
}

function apiKeyProblems(given: Given): EnvProblem[] {
  if (given.DIBS_API_KEY) return [];
  const make = 'Make one with: openssl rand -base64 24';
  if (isLive(given)) {
    return [{ name: 'DIBS_API_KEY', message: `is missing; whoever sends leads must show it. ${make}` }];
  }
  if (given.HOST && !isLoopback(given.HOST.trim())) {
    const message = `is missing; HOST opens the playground to the network, where only a key keeps strangers out. ${make}`;
    return [{ name: 'DIBS_API_KEY', message }];
  }
  return [];
}

/** Any of Slack's tokens means the real thing: better no start than a playground beside a real workspace. */
function isLive(given: Given): boolean {
  return SLACK_TOKENS.some((name) => given[name]);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
