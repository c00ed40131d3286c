import type { PeopleSource } from './check-people.ts';
import type { Finding } from './finding.ts';

/** What became of a platform's checks. */
export interface Examined {
  findings: Finding[];
  /** Where people can be looked for; none where the platform is not set up or does not answer. */
  sources: PeopleSource[];
  /** The platform's title, where it is set up and people cannot be looked for. */
  unasked: string[];
}
