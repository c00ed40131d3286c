/** Deals that changed, with the contacts they belong to. */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { CrmOutcome } from '../../domain/hand-over/outcome.ts';
import type { OutcomePage } from '../../ports/crm.ts';
import { askFrom, positionText, readOn, readPosition } from '../read-position.ts';
import { BATCH, type HubspotApi } from './hubspot-api.ts';
import { toHandOverError } from './hubspot-errors.ts';

const PROPERTIES = [
  'amount',
  'amount_in_home_currency',
  'closed_lost_reason',
  'createdate',
  'hs_is_closed',
  'hs_is_closed_won',
  'hs_lastmodifieddate',
];

/** HubSpot's search gives no more pages than that. */
const PAGE = 200;
const MOST_FOUND = 10_000;

interface Deal {
  id: string;
  changedAt: Date;
  properties: Record<string, string | null>;
}

export async function readDeals(api: HubspotApi, position: string | null, now: Date): Promise<OutcomePage> {
  if (position === null) {
    return { outcomes: [], position: positionText({ since: now, seen: new Map() }), hasMore: false };
  }
  const before = readPosition(position);
  const { deals, hasMore } = await search(api, askFrom(before));
  const { fresh, after } = readOn(before, deals);
  const contacts = await contactsOf(
    api,
    fresh.map(({ id }) => id),
  );
  return {
    outcomes: fresh.flatMap((deal) => outcomeOf(deal, contacts.get(deal.id) ?? [])),
    position: positionText(after),
    // Where nothing of it is new, asking again would bring the same.
    hasMore: hasMore && fresh.length > 0,
  };
}

/** Oldest change first. */
async function search(api: HubspotApi, from: Date): Promise<{ deals: Deal[]; hasMore: boolean }> {
  const filter = {
    propertyName: 'hs_lastmodifieddate',
    operator: FilterOperatorEnum.Gte,
    value: String(from.getTime()),
  };
  const request = { filterGroups: [{ filters: [filter] }], sorts: ['hs_lastmodifieddate'], properties: PROPERTIES };
  const deals: Deal[] = [];
  let after: string | undefined;
  do {
    const page = await api.search
      .doSearch('deals', { ...request, limit: PAGE, ...(after === undefined ? {} : { after }) })
      .catch(rethrow);
    deals.push(
      ...page.results.map(({ id, properties, updatedAt }) => {
        const changedAt = new Date(properties.hs_lastmodifieddate ?? updatedAt);
        return { id, properties, changedAt };
      }),
    );
    after = page.paging?.next?.after;
  } while (after !== undefined && deals.length < MOST_FOUND);
  return { deals, hasMore: after !== undefined };
}

async function contactsOf(api: HubspotApi, dealIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const contacts = new Map<string, string[]>();
  for (let from = 0; from < dealIds.length; from += BATCH) {
    const inputs = dealIds.slice(from, from + BATCH).map((id) => ({ id }));
    const { results } = await api.associations.getPage('deals', 'contacts', { inputs }).catch(rethrow);
    for (const { _from, to } of results) {
      contacts.set(
        _from.id,
        to.map(({ toObjectId }) => String(toObjectId)),
      );
    }
  }
  return contacts;
}

function outcomeOf({ properties, changedAt }: Deal, remoteIds: string[]): CrmOutcome[] {
  if (remoteIds.length === 0) return [];
  const isClosed = properties.hs_is_closed === 'true';
  const isWon = properties.hs_is_closed_won === 'true';
  return [
    {
      of: { remoteIds },
      stage: isWon ? 'won' : isClosed ? 'lost' : 'opportunity',
      amount: amountIn(properties.amount_in_home_currency) ?? amountIn(properties.amount),
      lostBecause: properties.closed_lost_reason ?? null,
      createdAt: new Date(properties.createdate ?? changedAt),
      changedAt,
    },
  ];
}

function amountIn(text: string | null | undefined): number | null {
  const amount = Number(text || Number.NaN);
  return Number.isFinite(amount) && amount > 0 ? amount : null;
}

function rethrow(error: unknown): never {
  throw toHandOverError(error);
}
