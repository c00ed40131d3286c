/** The playground for a routing file: its reps and admins as people, its channels as channels. Never beside real tokens. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { channelsOf } from '../app/delivery/conversations.ts';
import { COMMAND } from '../chat/slack/command.ts';
import type { Env } from '../config/env.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import { createPlayground, type Playground } from '../playground/create-playground.ts';
import type { Clock } from '../ports/clock.ts';
import { isLoopbackHost } from '../system/loopback.ts';
import { peopleOf } from './people.ts';

/** @returns `null` when real tokens are set */
export function createPlaygroundFor(env: Env, ruleset: Ruleset, clock: Clock): Playground | null {
  if (env.mode !== 'playground') return null;
  return createPlayground({
    users: peopleOf(ruleset),
    channels: channelsOf(ruleset, 'slack'),
    dataFile: join(env.dataDir, 'playground.jsonl'),
    // Nobody but this process needs to know them.
    signingSecret: randomBytes(16).toString('hex'),
    botToken: `xoxb-playground-${randomBytes(8).toString('hex')}`,
    requestUrl: '/slack/events',
    commands: [COMMAND],
    forms: (ruleset.forms ?? []).map(({ id }) => `/f/${id}`),
    leadsUrl: '/v1/leads',
    apiKey: env.apiKey,
    clock,
    allowRemote: !isLoopbackHost(env.host),
  });
}
