/** The people of the routing file, looked for by their e-mail addresses. To be on one of the platforms is enough. */
import { ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { PlatformUser } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CheckName, type Finding, ok, problem, skipped } from './finding.ts';

/** A platform that people can be looked for on. */
export interface PeopleSource {
  /** As people call it: `Slack`. */
  title: string;
  /** What to do with somebody who is not there, after "or". */
  invite: string;
  /** The workspace's or tenant's id; who is in another one can be written to, but not click. */
  team: string;
  findUserByEmail(email: string): Promise<PlatformUser | null>;
  refused(check: CheckName, error: unknown): Finding;
}

/** How long to wait after a refusal that names no time. */
const PAUSE_MS = 10_000;

type Whereabouts = 'here' | 'elsewhere' | 'nowhere';

/**
 * Looks for every rep and admin. Slack answers about fifty such questions a minute, so that a large team takes minutes.
 * @param sources asked one after the other, until one has the person
 * @param unasked titles of those that are set up but do not answer; who is nowhere else may be there
 */
export async function checkPeople(
  { reps, admins }: Ruleset,
  sources: readonly PeopleSource[],
  { unasked, clock }: { unasked: readonly string[]; clock: Clock },
): Promise<Finding[]> {
  const places = new Map<string, Whereabouts>();
  for (const source of sources) {
    try {
      for (const email of new Set([...reps.map((rep) => rep.email), ...admins])) {
        if (places.get(email) === 'here') continue;
        const place = await whereIs(source, email, clock);
        if (place !== 'nowhere' || !places.has(email)) places.set(email, place);
      }
    } catch (error) {
      return [source.refused('reps', error)];
    }
  }
  if (sources.length === 0) return [];
  const placeOf = (email: string) => places.get(email) ?? 'nowhere';
  const search = { sources, unasked };
  return [
    repsFinding(
      reps.map(({ id, email }) => ({ id, place: placeOf(email) })),
      search,
    ),
    adminsFinding(admins.map(placeOf), search),
  ];
}

async function whereIs({ team, findUserByEmail }: PeopleSource, email: string, clock: Clock): Promise<Whereabouts> {
  for (;;) {
    try {
      const user = await findUserByEmail(email);
      if (!user) return 'nowhere';
      return user.team === team ? 'here' : 'elsewhere';
    } catch (error) {
      if (!(error instanceof ChatError && error.code === 'rate_limited')) throw error;
      await clock.sleep(error.retryAfterMs ?? PAUSE_MS);
    }
  }
}

interface Search {
  sources: readonly PeopleSource[];
  unasked: readonly string[];
}

function repsFinding(reps: readonly { id: string; place: Whereabouts }[], search: Search): Finding {
  const nowhere = reps.filter(({ place }) => place === 'nowhere').map(({ id }) => id);
  const elsewhere = reps.filter(({ place }) => place === 'elsewhere').map(({ id }) => id);
  const lost = nowhere.length + elsewhere.length;
  if (lost === 0) return ok('reps', `all ${reps.length} found`);
  if (search.unasked.length > 0) return notSure('reps', lost, reps.length, search);
  const invitations = search.sources.map(({ invite }) => invite).join(', or ');
  return problem('reps', `${lost} of ${reps.length} cannot take part`, [
    ...(nowhere.length > 0
      ? [
          `Nobody in ${titles(search)} has the e-mail address of: ${nowhere.join(', ')}.`,
          `Correct it in the routing file, or ${invitations}. Until then they neither claim nor get leads.`,
        ]
      : []),
    ...(elsewhere.length > 0
      ? [`Members of another workspace, who see cards but may not click: ${elsewhere.join(', ')}.`]
      : []),
  ]);
}

/** Admins have no ids, only addresses, which are not shown: their places in the list say who it is. */
function adminsFinding(places: readonly Whereabouts[], search: Search): Finding {
  const lost = places.flatMap((place, index) => (place === 'here' ? [] : [index + 1]));
  if (places.length === 0) return skipped('admins', 'the routing file names none');
  if (lost.length === 0) return ok('admins', `all ${places.length} found`);
  if (search.unasked.length > 0) return notSure('admins', lost.length, places.length, search);
  return problem('admins', `${lost.length} of ${places.length} not found`, [
    `Correct the e-mail addresses under \`admins\` in the routing file: number ${lost.join(', ')} of the list.`,
  ]);
}

function notSure(check: 'reps' | 'admins', lost: number, all: number, search: Search): Finding {
  return skipped(
    check,
    `${lost} of ${all} not found in ${titles(search)}; ${search.unasked.join(' and ')} could not be asked`,
  );
}

function titles({ sources }: Search): string {
  return sources.map(({ title }) => title).join(' or ');
}
