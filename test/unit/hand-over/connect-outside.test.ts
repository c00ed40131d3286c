/** Credentials of systems outside: what the routing file needs and the environment does not have is named at the start. */
import { describe, expect, it } from 'vitest';
import { loadEnv } from '../../../src/config/env.ts';
import { secretsOf, variableOf } from '../../../src/config/routing/named-variables.ts';
import type { HandOverTarget } from '../../../src/domain/hand-over/target.ts';
import { connectOutside } from '../../../src/main/hand-over.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { CRM, SECRET, WEBHOOK } from '../../helpers/crm/handing-over.ts';
import { testRuleset } from '../../helpers/leads.ts';

const SALESFORCE = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com/',
  SALESFORCE_CLIENT_ID: 'consumer-key',
  SALESFORCE_CLIENT_SECRET: 'consumer-secret',
};

function connect(env: Record<string, string>, ...handOver: HandOverTarget[]) {
  return connectOutside(loadEnv(env), testRuleset({ handOver }), systemClock);
}

describe('systems outside', () => {
  it('are refused by name without their credentials, all at once', async () => {
    const targets: HandOverTarget[] = [CRM, { ...CRM, id: 'sf', to: 'salesforce' }, { ...WEBHOOK, id: 'my-hook' }];
    const names = ['HUBSPOT_ACCESS_TOKEN', 'SALESFORCE_LOGIN_URL', 'DIBS_SECRET_MY_HOOK'];
    await expect(connect({}, ...targets)).rejects.toMatchObject({ problems: names.map((name) => ({ name })) });
  });

  it('are connected with them', async () => {
    const env = {
      ...SALESFORCE,
      HUBSPOT_ACCESS_TOKEN: 'pat-eu1-0000',
      DIBS_SECRET_MY_HOOK: `${SECRET} the-old-one-of-24-characters`,
    };
    const targets: HandOverTarget[] = [CRM, { ...CRM, id: 'sf', to: 'salesforce' }, { ...WEBHOOK, id: 'my-hook' }];
    const { addresses, crms } = await connect(env, ...targets);
    expect(addresses.map(({ target }) => target)).toEqual(['crm', 'sf', 'my-hook']);
    expect(crms.map(({ target }) => target.id)).toEqual(['crm', 'sf']);
  });

  it.each([
    ['is too short', 'sesame'],
    ['is no base64 after whsec_', 'whsec_$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$'],
    ['is one of three', `${SECRET} ${SECRET} ${SECRET}`],
  ])('are refused where a secret %s, without repeating it', async (_, secret) => {
    const refused = connect({ DIBS_SECRET_HOOK: secret }, WEBHOOK);
    await expect(refused).rejects.toMatchObject({ problems: [{ name: 'DIBS_SECRET_HOOK' }] });
    await expect(refused).rejects.not.toThrow(secret);
  });

  it('need all of an app’s credentials, and not two ways in at once', () => {
    const names = (env: Record<string, string>) => {
      try {
        loadEnv(env);
      } catch (error) {
        return (error as { problems: { name: string }[] }).problems.map(({ name }) => name);
      }
      return [];
    };
    expect(names({ HUBSPOT_CLIENT_ID: 'client-id-1' })).toEqual(['HUBSPOT_CLIENT_SECRET', 'HUBSPOT_REFRESH_TOKEN']);
    const app = {
      HUBSPOT_CLIENT_ID: 'client-id-1',
      HUBSPOT_CLIENT_SECRET: 'client-secret',
      HUBSPOT_REFRESH_TOKEN: 'refresh-token',
    };
    expect(names({ ...app, HUBSPOT_ACCESS_TOKEN: 'pat-eu1-0000' })).toEqual(['HUBSPOT_ACCESS_TOKEN']);
    expect(names({ SALESFORCE_CLIENT_ID: 'consumer-key' })).toEqual([
      'SALESFORCE_LOGIN_URL',
      'SALESFORCE_CLIENT_SECRET',
    ]);
    expect(names({ DIBS_WEBHOOK_ALLOW: '10.0.0.0/8, somewhere' })).toEqual(['DIBS_WEBHOOK_ALLOW']);
    expect(names({ ...app, ...SALESFORCE, DIBS_WEBHOOK_ALLOW: '10.0.0.0/8, 192.168.1.7 fd00::1' })).toEqual([]);
  });
});

it('secrets are found under their id in capitals, one or two', () => {
  expect(variableOf('DIBS_SECRET', 'my-hook')).toBe('DIBS_SECRET_MY_HOOK');
  expect(secretsOf({ DIBS_SECRET_MY_HOOK: ' new \n old ' }, 'my-hook')).toEqual(['new', 'old']);
  expect(secretsOf({}, 'my-hook')).toEqual([]);
});
