/** Whether the sources of the routing file have what their requests are checked with. */
import type { Env } from '../../config/env.ts';
import { readSourceEnv } from '../../config/source-env.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { counted } from '../rules/counted.ts';
import { type Finding, ok, problem } from './finding.ts';

/** @returns nothing where the routing file has no sources */
export function checkSources(env: Env, { sources = [] }: Ruleset): Finding[] {
  if (sources.length === 0) return [];
  const { secrets, problems } = readSourceEnv(sources, env);
  if (problems.length > 0) {
    const remedies = problems.map(({ name, message }) => `${name}: ${message}`);
    return [problem('sources', counted(problems.length, 'problem'), remedies)];
  }
  const base = env.publicUrl ?? '<your host>';
  const addresses = sources.map(({ id, kind }) => `Note: ${kind} sends to ${base}/hooks/${id}`);
  const unread = sources
    .filter(({ id, kind }) => kind === 'hubspot' && secrets.get(id)?.accessToken === null)
    .map(
      ({ id }) => `Note: without an access token ${id} takes contacts from workflows only, not from an app’s events.`,
    );
  return [ok('sources', counted(sources.length, 'source'), [...addresses, ...unread])];
}
