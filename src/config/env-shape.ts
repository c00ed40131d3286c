/** The shape of each environment variable by itself. Messages say what would be right, and never repeat the value. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** Shorter keys can be guessed by a machine that tries all day; 24 characters of `openssl rand -base64 24` are 144 bits. */
const API_KEY_CHARACTERS = 24;

const text = z.string().trim();

function guid(message: string) {
  return text.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, message).transform((value) => value.toLowerCase());
}

const flag = text
  .refine((value) => value === '0' || value === '1', 'is 1 for yes; leave it out for no')
  .transform((value) => value === '1')
  .default(false);

const httpUrl = text
  .refine((value) => hasProtocol(value, ['http:', 'https:']), 'is not a URL; it looks like https://dibs.example')
  .transform((value) => value.replace(/\/+$/, ''));

function secret(message: string) {
  return text.regex(/^\S{8,}$/, message);
}

/** One address as a range. */
function hostRange(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

export const ENV_SHAPE = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: text
    .refine(
      (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
      'is not a port; it is a number from 0 to 65535',
    )
    .transform(Number)
    .default(3000),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: text
    .refine(
      (value) => hasProtocol(value, ['postgres:', 'postgresql:']),
      'is not a PostgreSQL address; it looks like postgres://user:password@host:5432/dibs. Leave it out to use the embedded database',
    )
    .optional(),
  DIBS_DATA_DIR: text.default('./data'),
  DIBS_CONFIG: text.optional(),
  DIBS_API_KEY: text
    .refine((value) => /^[\x21-\x7e]+$/.test(value), 'may only have letters, digits and punctuation, without spaces')
    .refine(
      (value) => value.length >= API_KEY_CHARACTERS,
      `is too short; make one of at least ${API_KEY_CHARACTERS} characters, e.g. with: openssl rand -base64 24`,
    )
    .refine(
      (value) => !value.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]+=*$/.test(value),
      'starts with whsec_, so the rest must be base64 (it is also the secret of signed webhooks)',
    )
    .optional(),
  DIBS_TRUST_PROXY: flag,
  SLACK_BOT_TOKEN: text
    .startsWith('xoxb-', 'is not a bot token; those start with xoxb- (Slack: OAuth & Permissions)')
    .optional(),
  SLACK_SIGNING_SECRET: text
    .regex(/^\S{16,}$/, 'is not a signing secret; those have 32 letters and digits (Slack: Basic Information)')
    .optional(),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-', 'is not an app-level token; those start with xapp- (Slack: Basic Information)')
    .optional(),
  SLACK_API_URL: httpUrl.transform((value) => `${value}/`).optional(),
  TEAMS_APP_ID: guid(
    'is not an app id; it is the "Application (client) ID" of the app registration in Microsoft Entra',
  ).optional(),
  TEAMS_APP_PASSWORD: text
    .regex(/^\S{16,}$/, 'is not a client secret; take its value, not its id (Entra: Certificates & secrets)')
    .optional(),
  TEAMS_TENANT_ID: guid('is not a tenant id; it is the "Directory (tenant) ID" in Microsoft Entra').optional(),
  TEAMS_TARGETED_MESSAGES: flag,
  TEAMS_INSECURE_LOCAL: flag,
  HUBSPOT_ACCESS_TOKEN: secret(
    'is not an access token; take that of the private app (HubSpot: Settings, Private Apps)',
  ).optional(),
  HUBSPOT_CLIENT_ID: secret('is not a client id; it is on the Auth page of the app in HubSpot').optional(),
  HUBSPOT_CLIENT_SECRET: secret('is not a client secret; it is on the Auth page of the app in HubSpot').optional(),
  HUBSPOT_REFRESH_TOKEN: secret('is not a refresh token; HubSpot gives it when the app is installed').optional(),
  HUBSPOT_API_URL: httpUrl.default('https://api.hubapi.com'),
  SALESFORCE_LOGIN_URL: httpUrl.optional(),
  SALESFORCE_CLIENT_ID: secret(
    'is not a consumer key; it is in the connected app (Salesforce: App Manager)',
  ).optional(),
  SALESFORCE_CLIENT_SECRET: secret(
    'is not a consumer secret; it is in the connected app (Salesforce: App Manager)',
  ).optional(),
  DIBS_WEBHOOK_ALLOW: text
    .transform((value) => value.split(/[\s,]+/).map((range) => (range.includes('/') ? range : hostRange(range))))
    .refine((ranges) => ranges.every((range) => ipaddr.isValidCIDR(range)), {
      error: 'is not a list of addresses; it looks like 10.1.0.0/16 192.168.7.20',
    })
    .default([]),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `is one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

/** All variables, each well-formed, defaults filled in. */
export type RawEnv = z.infer<typeof ENV_SHAPE>;

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}
