/** Who a rep is in a CRM, by e-mail address. Kept for a while: owners hardly change, and each lead would ask. */
import type { Clock } from '../ports/clock.ts';

export interface OwnerBook {
  /** @returns the CRM's id of each, by address; `null`: nobody there has it */
  find(emails: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
}

/** Whoever is invited to the CRM after a lead was theirs is its owner from then on. */
const KEPT_MS = 10 * 60_000;

/** @param look asks the CRM for some addresses, in lower case; those that nobody has may be left out */
export function createOwnerBook(
  clock: Pick<Clock, 'now'>,
  look: (emails: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): OwnerBook {
  const known = new Map<string, { id: string | null; until: number }>();
  return {
    find: async (emails) => {
      const now = clock.now().getTime();
      const unknown = [...new Set(emails)].filter((email) => (known.get(email)?.until ?? 0) <= now);
      const found = unknown.length === 0 ? new Map<string, string>() : await look(unknown);
      for (const email of unknown) known.set(email, { id: found.get(email) ?? null, until: now + KEPT_MS });
      return new Map(emails.map((email) => [email, known.get(email)?.id ?? null]));
    },
  };
}
