/** HubSpot: a contact per person, notes on it, and the deals that come of them. */
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crm, CrmItem, HandOverResult } from '../../ports/crm.ts';
import { failedForAll, resultOf } from '../item-results.ts';
import { createOwnerBook, type OwnerBook } from '../owner-book.ts';
import { writeContacts } from './contacts.ts';
import { readDeals } from './deals.ts';
import { BATCH, createHubspotApi, type HubspotApi } from './hubspot-api.ts';
import { toHandOverError } from './hubspot-errors.ts';
import { createSend } from './hubspot-http.ts';
import { appToken, type HubspotAppCredentials, privateAppToken } from './hubspot-token.ts';
import { writeNotes } from './notes.ts';

export interface HubspotOptions {
  target: CrmTarget;
  /** Without a slash at the end. */
  apiUrl: string;
  credentials: { kind: 'token'; accessToken: string } | ({ kind: 'app' } & HubspotAppCredentials);
  clock: Clock;
}

export function createHubspot({ target, apiUrl, credentials, clock }: HubspotOptions): Crm {
  const token = credentials.kind === 'token' ? privateAppToken(credentials.accessToken) : appToken(apiUrl, credentials);
  const api = createHubspotApi(apiUrl, createSend(token));
  const book = createOwnerBook(clock, (emails) => findOwners(api, emails));
  return {
    atOnce: BATCH,
    handOver: (items, over) => failedForAll(items, () => handOver(api, target, book, items, over)),
    readOutcomes: (position) => readDeals(api, position, clock.now()),
  };
}

async function handOver(
  api: HubspotApi,
  target: CrmTarget,
  book: OwnerBook,
  items: readonly CrmItem[],
  over: AbortSignal,
): Promise<HandOverResult[]> {
  const owners = await book.find(items.flatMap(({ owner }) => (typeof owner === 'string' ? [] : [owner.email])));
  const written = await writeContacts(api, target, items, owners, over);
  const contactIds = new Map(
    [...written].flatMap(([leadId, id]): [string, string][] => (typeof id === 'string' ? [[leadId, id]] : [])),
  );
  const notes = await writeNotes(api, items, contactIds, owners, over);
  return items.map(({ leadId }) => resultOf(leadId, written, notes));
}

/** HubSpot is asked for one address at a time. */
async function findOwners(api: HubspotApi, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const email of emails) {
    const { results } = await api.owners.getPage(email).catch((error: unknown) => {
      throw toHandOverError(error);
    });
    const owner = results.find((one) => one.email?.toLowerCase() === email);
    if (owner) found.set(email, owner.id);
  }
  return found;
}
