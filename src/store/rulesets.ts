/** Published routing files. */
import { AppError } from '../domain/errors.ts';
import type { RulesetRepository } from '../ports/store.ts';
import type { Session } from './session.ts';
import { PUBLISH_RULESET } from './sql/publish-ruleset.ts';

/** Every lost race means that somebody else published, so this many instances can start at once. */
const ATTEMPTS = 100;

export function rulesetRepository({ sql }: Session): RulesetRepository {
  return {
    async publish(source, sha256, at) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const [published] = await sql<{ version: number }>(PUBLISH_RULESET, source, sha256, at.toISOString());
        if (published) return published.version;
      }
      throw new AppError('ruleset_contended', `no version was free in ${ATTEMPTS} attempts`, { retry: 'later' });
    },
  };
}
