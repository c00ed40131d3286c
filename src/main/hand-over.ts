/** The systems outside that the routing file names, each with its connection; what is not named is not even loaded. */
import { type Address, crmAddress, webhookAddress } from '../app/hand-over/address.ts';
import type { ConnectedCrm } from '../app/hand-over/read-outcomes.ts';
import { type Env, EnvError } from '../config/env.ts';
import type { EnvProblem } from '../config/env-rules.ts';
import { secretsOf, variableOf } from '../config/routing/named-variables.ts';
import { createWebhookReceiver } from '../crm/webhook/webhook-receiver.ts';
import type { CrmTarget, HandOverTarget, WebhookTarget } from '../domain/hand-over/target.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crm } from '../ports/crm.ts';

export interface Outside {
  addresses: Address[];
  crms: ConnectedCrm[];
}

/** @throws EnvError naming all credentials that are missing */
export async function connectOutside(env: Env, ruleset: Ruleset, clock: Clock): Promise<Outside> {
  const targets = ruleset.handOver ?? [];
  const problems = targets.flatMap((target) => problemsOf(env, target));
  if (problems.length > 0) throw new EnvError(problems);
  const outside: Outside = { addresses: [], crms: [] };
  for (const target of targets) {
    if (target.to === 'webhook') {
      outside.addresses.push(webhookAddress(target, ruleset, webhookOf(env, target, clock)));
      continue;
    }
    const crm = await crmOf(env, target, clock);
    outside.addresses.push(crmAddress(target, ruleset, crm));
    outside.crms.push({ target, crm });
  }
  return outside;
}

function problemsOf(env: Env, { id, to }: HandOverTarget): EnvProblem[] {
  switch (to) {
    case 'hubspot': {
      const message = `is missing; the target "${id}" of the routing file needs it, or an app’s HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN`;
      return env.hubspot ? [] : [{ name: 'HUBSPOT_ACCESS_TOKEN', message }];
    }
    case 'salesforce': {
      const message = `is missing; the target "${id}" of the routing file needs it, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET`;
      return env.salesforce ? [] : [{ name: 'SALESFORCE_LOGIN_URL', message }];
    }
    case 'webhook':
      return secretProblems(env, id);
  }
}

/** Two at most: one that is used, and one that takes its place. */
const SECRETS = 2;

function secretProblems({ namedVariables }: Env, id: string): EnvProblem[] {
  const name = variableOf('DIBS_SECRET', id);
  const given = secretsOf(namedVariables, id);
  if (given.length === 0) {
    const message = `is missing; messages to the target "${id}" are signed with it. Make one with: echo "whsec_$(openssl rand -base64 24)"`;
    return [{ name, message }];
  }
  if (given.length > SECRETS)
    return [{ name, message: 'has more than two secrets; a new one and the one before are enough' }];
  return given.every(isSecret)
    ? []
    : [{ name, message: 'is too short, or no base64 after whsec_; use 24 characters or more' }];
}

function isSecret(secret: string): boolean {
  return secret.startsWith('whsec_') ? /^whsec_[A-Za-z0-9+/]{32,}=*$/.test(secret) : secret.length >= 24;
}

function webhookOf(env: Env, { id, url }: WebhookTarget, clock: Clock) {
  const secrets = secretsOf(env.namedVariables, id);
  return createWebhookReceiver({ url: new URL(url), secrets, allowed: env.webhookAllow, clock });
}

async function crmOf({ hubspot, salesforce }: Env, target: CrmTarget, clock: Clock): Promise<Crm> {
  if (target.to === 'hubspot' && hubspot) {
    const { createHubspot } = await import('../crm/hubspot/hubspot.ts');
    return createHubspot({ target, clock, ...hubspot });
  }
  if (target.to === 'salesforce' && salesforce) {
    const { createSalesforce } = await import('../crm/salesforce/salesforce.ts');
    return createSalesforce({ target, clock, credentials: salesforce });
  }
  throw new Error(`the credentials of ${target.id} have not been checked`);
}
