/** Loads the routing file and publishes it: the same text keeps its version, so that every instance agrees. */
import { createHash } from 'node:crypto';
import type { Env } from '../config/env.ts';
import { loadRoutingFile, routingFilePath } from '../config/routing/load-routing-file.ts';
import { formatProblems } from '../config/routing/problem.ts';
import { AppError } from '../domain/errors.ts';
import type { PublishedRuleset } from '../domain/ruleset.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** @throws AppError with every problem of the file, for a person to read */
export async function publishRuleset(
  env: Env,
  store: Store,
  clock: Clock,
): Promise<{ ruleset: PublishedRuleset; warnings: string[] }> {
  const path = routingFilePath(env.configFile);
  const loaded = await loadRoutingFile(path, clock.now());
  if (!loaded.ok) throw new AppError('routing_file', formatProblems(path, loaded.problems), { retry: 'never' });
  const sha256 = createHash('sha256').update(loaded.source).digest('hex');
  const version = await store.rulesets.publish(loaded.source, sha256, clock.now());
  return { ruleset: { ...loaded.ruleset, version }, warnings: loaded.warnings };
}
