/** The secrets of the routing file's sources. No start without them: a source whose requests cannot be checked would refuse every lead. */
import { type Env, EnvError } from '../config/env.ts';
import { readSourceEnv } from '../config/source-env.ts';
import type { Source } from '../domain/sources/source.ts';
import type { SourceSecrets } from '../domain/sources/source-secrets.ts';

/** @throws EnvError with all problems, each naming source and variable */
export function sourceSecrets(sources: readonly Source[], env: Env): ReadonlyMap<string, SourceSecrets> {
  const { secrets, problems } = readSourceEnv(sources, env);
  if (problems.length > 0) throw new EnvError(problems);
  return secrets;
}
