/**
 * The environment: what a deployment sets. Pure: reads nothing but its argument.
 * Refuses to start on what is missing or contradictory, names every problem at once, and never repeats a value, since any of
 * them may be a secret in the wrong place.
 */
import type { z } from 'zod';
import { contradictions, type EnvProblem } from './env-rules.ts';
import { ENV_SHAPE, type RawEnv } from './env-shape.ts';
import { namedVariables } from './routing/named-variables.ts';

export interface Env {
  /** `playground`: no chat's credentials are set, so the local workspace runs in their place. Never both. */
  mode: 'playground' | 'live';
  host: string;
  /** 0: any free port. */
  port: number;
  /** Where people reach this server, without a slash at the end; `null`: nobody said. */
  publicUrl: string | null;
  /** `null`: PGlite in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** The routing file; `null`: `./dibs.yaml`, else the demo's. */
  configFile: string | null;
  /** `null` only in the playground on loopback, where the lead API is open. */
  apiKey: string | null;
  /** Whether a proxy of ours is in front and says at the end of `X-Forwarded-For` who sends. */
  trustProxy: boolean;
  /** The real Slack. In `live` mode this, `teams`, or both are set. */
  slack: SlackEnv | null;
  teams: TeamsEnv | null;
  /** Credentials of CRMs; a routing file that hands leads over to one needs them. */
  hubspot: HubspotEnv | null;
  salesforce: SalesforceEnv | null;
  /** Ranges of addresses that webhooks may be sent to besides the public internet. */
  webhookAllow: string[];
  logLevel: RawEnv['LOG_LEVEL'];
  /** Secrets of sources and of webhooks, by variable; each is named after an id of the routing file. */
  namedVariables: Readonly<Record<string, string>>;
}

export interface SlackEnv {
  botToken: string;
  /** Set: requests come over HTTP and are verified with it. */
  signingSecret: string | null;
  /** Set: requests come over Socket Mode. */
  appToken: string | null;
  /** Ends with a slash; `null`: Slack itself. */
  apiUrl: string | null;
}

/** `insecure-local`: nobody is authenticated; only on loopback, for trying Teams without a tenant. */
export type TeamsEnv =
  | { kind: 'app'; appId: string; appPassword: string; tenantId: string; targetedMessages: boolean }
  | { kind: 'insecure-local' };

export interface HubspotEnv {
  /** Without a slash at the end. */
  apiUrl: string;
  /** A private app's token, or what a public app gets tokens with. */
  credentials:
    | { kind: 'token'; accessToken: string }
    | { kind: 'app'; clientId: string; clientSecret: string; refreshToken: string };
}

/** For the client-credentials flow. */
export interface SalesforceEnv {
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}

/** The environment does not allow a start. Its message lists every problem and what to do about it. */
export class EnvError extends Error {
  readonly problems: readonly EnvProblem[];

  constructor(problems: readonly EnvProblem[]) {
    const lines = problems.map(({ name, message }) => `  ${name}: ${message}`);
    super(`The environment is not complete:\n${lines.join('\n')}`);
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/**
 * Checks the environment and gives it a shape.
 * @param env names and values; an empty value counts as not set; names that Dibs does not know are ignored
 * @throws EnvError with all problems
 */
export function loadEnv(env: NodeJS.ProcessEnv): Env {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const shaped = ENV_SHAPE.safeParse(given);
  const problems = [...(shaped.error ? shapeProblems(shaped.error) : []), ...contradictions(given)];
  if (!shaped.data || problems.length > 0) throw new EnvError(problems);
  return { ...toEnv(shaped.data), namedVariables: namedVariables(given) };
}

function shapeProblems(error: z.ZodError): EnvProblem[] {
  return error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message }));
}

function toEnv(raw: RawEnv): Omit<Env, 'namedVariables'> {
  const slack = raw.SLACK_BOT_TOKEN ? toSlack(raw, raw.SLACK_BOT_TOKEN) : null;
  const teams = toTeams(raw);
  return {
    mode: slack || teams?.kind === 'app' ? 'live' : 'playground',
    host: raw.HOST,
    port: raw.PORT,
    publicUrl: raw.PUBLIC_URL ?? null,
    databaseUrl: raw.DATABASE_URL ?? null,
    dataDir: raw.DIBS_DATA_DIR,
    configFile: raw.DIBS_CONFIG ?? null,
    apiKey: raw.DIBS_API_KEY ?? null,
    trustProxy: raw.DIBS_TRUST_PROXY,
    slack,
    teams,
    hubspot: toHubspot(raw),
    salesforce: toSalesforce(raw),
    webhookAllow: raw.DIBS_WEBHOOK_ALLOW,
    logLevel: raw.LOG_LEVEL,
  };
}

function toHubspot(raw: RawEnv): HubspotEnv | null {
  const { HUBSPOT_ACCESS_TOKEN: accessToken, HUBSPOT_API_URL: apiUrl } = raw;
  if (accessToken) return { apiUrl, credentials: { kind: 'token', accessToken } };
  const { HUBSPOT_CLIENT_ID: clientId, HUBSPOT_CLIENT_SECRET: clientSecret, HUBSPOT_REFRESH_TOKEN: refreshToken } = raw;
  if (!clientId || !clientSecret || !refreshToken) return null;
  return { apiUrl, credentials: { kind: 'app', clientId, clientSecret, refreshToken } };
}

function toSalesforce(raw: RawEnv): SalesforceEnv | null {
  const {
    SALESFORCE_LOGIN_URL: loginUrl,
    SALESFORCE_CLIENT_ID: clientId,
    SALESFORCE_CLIENT_SECRET: clientSecret,
  } = raw;
  return loginUrl && clientId && clientSecret ? { loginUrl, clientId, clientSecret } : null;
}

/** Without an app id there is no Teams, unless it is asked for in so many words. */
function toTeams(raw: RawEnv): TeamsEnv | null {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: appPassword, TEAMS_TENANT_ID: tenantId } = raw;
  if (appId && appPassword && tenantId) {
    return { kind: 'app', appId, appPassword, tenantId, targetedMessages: raw.TEAMS_TARGETED_MESSAGES };
  }
  return raw.TEAMS_INSECURE_LOCAL ? { kind: 'insecure-local' } : null;
}

function toSlack(raw: RawEnv, botToken: string): SlackEnv {
  return {
    botToken,
    signingSecret: raw.SLACK_SIGNING_SECRET ?? null,
    appToken: raw.SLACK_APP_TOKEN ?? null,
    apiUrl: raw.SLACK_API_URL ?? null,
  };
}
