/** The people of a routing file, as a local workspace shows them: its reps, then the admins who are none. */
import type { Ruleset } from '../domain/ruleset.ts';

export interface LocalPerson {
  name: string;
  email: string;
  isAdmin: boolean;
}

export function peopleOf({ reps, admins }: Pick<Ruleset, 'reps' | 'admins'>): LocalPerson[] {
  const others = admins.filter((email) => !reps.some((rep) => rep.email === email));
  return [
    ...reps.map(({ name, email }) => ({ name, email, isAdmin: admins.includes(email) })),
    ...others.map((email) => ({ name: nameOf(email), email, isAdmin: true })),
  ];
}

/** "maya.ito@acme.example" → "Maya Ito": the routing file names admins by address alone. */
function nameOf(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
