/** What a person at a terminal sees after the start: where to go next. */
import type { Writable } from 'node:stream';
import type { Env } from '../config/env.ts';
import type { Dibs } from './start-dibs.ts';

export function announce(env: Env, dibs: Dibs, out: Writable): void {
  const lines = dibs.playground
    ? [
        `Dibs is running in its playground: open ${dibs.url}`,
        'Nothing leaves this machine. Set SLACK_BOT_TOKEN to connect a real workspace; see README.md.',
      ]
    : [`Dibs is running at ${env.publicUrl ?? dibs.url}, connected to ${dibs.chats.join(' and ')}.`];
  const forms = dibs.forms.map((form) => `Form: ${env.publicUrl ?? dibs.url}/f/${form}`);
  const local =
    env.teams?.kind === 'insecure-local'
      ? [`Microsoft Teams is open to everybody on this machine: ${dibs.url}/api/messages`]
      : [];
  const notes = dibs.warnings.map((warning) => `Note: ${warning}`);
  out.write(`\n${[...lines, ...forms, ...local, ...notes].map((line) => `  ${line}`).join('\n')}\n\n`);
}
