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

/** @returns `null` when real tokens are set */
export function createPlaygroundFor(env: Env, ruleset: Ruleset, clock: Clock): Playground | null {
  if (env.mode !== 'playground') return null;
  const reps = ruleset.reps.map(({ name, email }) => ({ name, email, isAdmin: ruleset.admins.includes(email) }));
  const admins = ruleset.admins
    .filter((email) => !reps.some((rep) => rep.email === email))
    .map((email) => ({ name: nameOf(email), email, isAdmin: true }));
  return createPlayground({
    users: [...reps, ...admins],
    channels: channelsOf(ruleset, 'slack'),
    dataFile: join(env.dataDir, 'playground.jsonl'),
    // Nobody but this process needs to know them.
    signingSecret: randomBytes(16).toString('hex'),
    botToken: `xoxb-playground-${randomBytes(8).toString('hex')}`,
    requestUrl: '/slack/events',
    commands: [COMMAND],
    leadsUrl: '/v1/leads',
    apiKey: env.apiKey,
    clock,
    allowRemote: !isLoopbackHost(env.host),
  });
}

/** "maya.ito@acme.example" → "Maya Ito": the routing file names admins by address alone. */
function nameOf(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
