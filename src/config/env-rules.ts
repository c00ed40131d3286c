/** What the environment variables may not be together, and what to do about it. */
import { isLoopbackHost } from '../system/loopback.ts';

/** A variable, and what is wrong with it in words for the person who starts the program. */
export interface EnvProblem {
  name: string;
  message: string;
}

/** Variables as given, the empty ones left out. */
type Given = Readonly<Record<string, string | undefined>>;

const TEAMS_CREDENTIALS = [
  { name: 'TEAMS_APP_ID', where: 'the Application (client) ID of the app registration in Microsoft Entra' },
  { name: 'TEAMS_APP_PASSWORD', where: 'the value of a client secret (Entra: Certificates & secrets)' },
  { name: 'TEAMS_TENANT_ID', where: 'the Directory (tenant) ID in Microsoft Entra' },
] as const;

const SLACK_TOKENS = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** @returns every contradiction and gap, in the order a reader would fix them */
export function contradictions(given: Given): EnvProblem[] {
  return [...teamsProblems(given), ...slackProblems(given), ...apiKeyProblems(given), ...crmProblems(given)];
}

function teamsProblems(given: Given): EnvProblem[] {
  const set = TEAMS_CREDENTIALS.filter(({ name }) => given[name]);
  const missing = TEAMS_CREDENTIALS.filter(({ name }) => !given[name]);
  const problems: EnvProblem[] = [];
  if (set.length > 0) {
    for (const { name, where } of missing) {
      problems.push({ name, message: `is missing; Teams needs all three. Take ${where}, or unset the others` });
    }
  }
  if (given.TEAMS_TARGETED_MESSAGES === '1' && set.length === 0) {
    problems.push({ name: 'TEAMS_TARGETED_MESSAGES', message: 'needs TEAMS_APP_ID; unset it' });
  }
  return given.TEAMS_INSECURE_LOCAL === '1' ? [...problems, ...insecureProblems(given, set.length > 0)] : problems;
}

/** Whoever reaches an endpoint without authentication can be anybody. */
function insecureProblems(given: Given, hasCredentials: boolean): EnvProblem[] {
  const name = 'TEAMS_INSECURE_LOCAL';
  if (hasCredentials)
    return [{ name, message: 'lets anybody in; unset it, or unset the credentials of the real Teams' }];
  if (isLive(given) && !isLocalUrl(given.SLACK_API_URL)) {
    return [{ name, message: 'lets anybody in; unset it beside a real Slack workspace' }];
  }
  if (!isLoopbackHost((given.HOST ?? '127.0.0.1').trim())) {
    return [{ name, message: 'lets anybody in, so that it works on this machine alone; unset it, or HOST' }];
  }
  return [];
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

const HUBSPOT_APP = ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET', 'HUBSPOT_REFRESH_TOKEN'] as const;
const SALESFORCE = ['SALESFORCE_LOGIN_URL', 'SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'] as const;

function crmProblems(given: Given): EnvProblem[] {
  const problems = [...incomplete(given, HUBSPOT_APP), ...incomplete(given, SALESFORCE)];
  if (given.HUBSPOT_ACCESS_TOKEN && HUBSPOT_APP.some((name) => given[name])) {
    const message = 'stands beside the credentials of an app; unset it, or unset those';
    problems.push({ name: 'HUBSPOT_ACCESS_TOKEN', message });
  }
  return problems;
}

/** Some of what is only of use together. */
function incomplete(given: Given, names: readonly string[]): EnvProblem[] {
  const missing = names.filter((name) => !given[name]);
  if (missing.length === names.length) return [];
  return missing.map((name) => ({ name, message: `is missing; set ${names.join(', ')} together, or none of them` }));
}

function apiKeyProblems(given: Given): EnvProblem[] {
  if (given.DIBS_API_KEY) return [];
  const make = 'Make one with: openssl rand -base64 24';
  if (isLive(given) || given.TEAMS_APP_ID) {
    return [{ name: 'DIBS_API_KEY', message: `is missing; whoever sends leads must show it. ${make}` }];
  }
  if (given.HOST && !isLoopbackHost(given.HOST.trim())) {
    const message = `is missing; HOST opens the playground to the network, where only a key keeps strangers out. ${make}`;
    return [{ name: 'DIBS_API_KEY', message }];
  }
  return [];
}

/** Any of Slack's tokens means the real thing: better no start than a playground beside a real workspace. */
function isLive(given: Given): boolean {
  return SLACK_TOKENS.some((name) => given[name]);
}

function isLocalUrl(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}
