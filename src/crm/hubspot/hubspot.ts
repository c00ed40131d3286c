/** HubSpot: a contact per person, notes on it, and the deals that come of them. */
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crm, CrmItem, HandOverResult } from '../../ports/crm.ts';
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
    handOver: (items, over) => handOver(api, target, book, items, over),
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
  const emails = items.flatMap(({ owner }) => (typeof owner === 'string' ? [] : [owner.email]));
  try {
    const owners = await book.find(emails);
    const written = await writeContacts(api, target, items, owners, over);
    const contactIds = new Map(
      [...written].flatMap(([lead, id]) => (typeof id === 'string' ? [[lead, id] as const] : [])),
    );
    const notes = await writeNotes(api, items, contactIds, owners, over);
    return items.map(({ leadId }) => resultOf(written.get(leadId), notes.failed.get(leadId), notes.done.has(leadId)));
  } catch (error) {
    const failure = handOverError(error);
    return items.map(() => ({ kind: 'failed', error: failure }));
  }
}

function resultOf(
  contact: string | HandOverError | undefined,
  notesError: HandOverError | undefined,
  hasNotes: boolean,
): HandOverResult {
  if (contact === undefined) return { kind: 'put-off' };
  if (contact instanceof HandOverError) return { kind: 'failed', error: contact };
  if (notesError) return { kind: 'failed', error: notesError, remoteId: contact };
  return hasNotes ? { kind: 'done', remoteId: contact } : { kind: 'put-off', begun: true };
}

function handOverError(error: unknown): HandOverError {
  if (error instanceof HandOverError) return error;
  throw error;
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
