/**
 * Learns from what Teams sends: where the app is installed, who there is, and where calls about them go. Each is told once or a
 * hundred times; only news is written.
 */
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import type { TeamsContact, TeamsPlaces } from '../../ports/teams-places.ts';
import type { TeamsActivity } from './activity.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { calling } from './errors.ts';
import type { Roster } from './roster.ts';
import type { ServiceUrls } from './service-urls.ts';

interface Parts {
  connectors: Connectors;
  places: TeamsPlaces;
  roster: Roster;
  urls: ServiceUrls;
  log: Log;
  /** Told when the app was let in somewhere: what waited for that can go on. */
  onInstalled: () => void;
}

/** @returns whether somebody just got the app for themselves, for the first time */
export type Meet = (activity: TeamsActivity) => Promise<{ isNew: boolean }>;

export function createMeet(parts: Parts): Meet {
  const { places, roster, urls, onInstalled } = parts;
  /** What was written last, so that a thousand clicks of known people ask and write nothing. */
  const written = new Map<string, string>();

  function isNews(key: string, seen: string, activity: TeamsActivity): boolean {
    // What comes and goes is always written: another instance may have heard of the one before.
    if (!isInstallation(activity) && written.get(key) === seen) return false;
    written.set(key, seen);
    return true;
  }

  async function meetTeam(activity: TeamsActivity): Promise<void> {
    const { tenant, serviceUrl } = activity;
    const seen = activity.channelData?.team;
    if (!seen || !isNews(`team ${seen.id}`, serviceUrl, activity)) return;
    const installed = !isRemoval(activity);
    const known = (await places.listTeams()).find(({ id }) => id === seen.id);
    const name = seen.name ?? known?.name ?? (installed ? await askForName(parts, activity, seen.id) : '');
    await places.saveTeam({ id: seen.id, tenant, name, serviceUrl, installed });
    roster.changed();
    if (installed && !known?.installed) onInstalled();
  }

  async function meetPerson(activity: TeamsActivity): Promise<{ isNew: boolean }> {
    const { tenant, from, serviceUrl } = activity;
    const userId = from.aadObjectId;
    if (!userId || from.id === activity.recipient.id) return { isNew: false };
    const seen = `${from.id} ${serviceUrl} ${activity.isPersonal ? activity.place : ''}`;
    if (!isNews(`person ${userId} ${activity.isPersonal}`, seen, activity)) return { isNew: false };
    const known = await places.findContact(userId);
    const chat = chatAfter(activity, known);
    await places.saveContact({ tenant, userId, address: from.id, serviceUrl, chat });
    const isNew = chat !== null && !known?.chat;
    if (isNew) onInstalled();
    return { isNew };
  }

  return async (activity) => {
    urls.learn(activity.place, activity.serviceUrl);
    await meetTeam(activity);
    return meetPerson(activity);
  };
}

/** In somebody's own chat its id is told with everything; removing the app there ends it. */
function chatAfter(activity: TeamsActivity, known: TeamsContact | null): string | null {
  if (!activity.isPersonal) return known?.chat ?? null;
  return isRemoval(activity) ? null : activity.place;
}

/** The app was taken out of a team or of somebody's chat, or the team is gone. */
function isRemoval(activity: TeamsActivity): boolean {
  if (activity.type === 'installationUpdate') return /^remove/.test(activity.action ?? '');
  return (
    activity.type === 'conversationUpdate' &&
    (/^team(Deleted|HardDeleted|Archived)$/.test(activity.channelData?.eventType ?? '') ||
      activity.membersRemoved.some(({ id }) => id === activity.recipient.id))
  );
}

function isInstallation({ type }: TeamsActivity): boolean {
  return type === 'installationUpdate' || type === 'conversationUpdate';
}

const teamDetails = z.object({ name: z.string() });

async function askForName({ connectors, log }: Parts, { serviceUrl }: TeamsActivity, team: string): Promise<string> {
  try {
    const { teams } = await connectors(serviceUrl);
    const answer = await calling('repeatable', () => teams.fetchTeamDetails(team, callOptions()));
    return teamDetails.safeParse({ ...answer }).data?.name ?? '';
  } catch (err) {
    log.warn('Teams does not tell the name of a team', { platform: 'teams', err });
    return '';
  }
}
