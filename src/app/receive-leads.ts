/**
 * Takes leads in: stores them durably, then says so. Choosing a rep comes later, in batches (docs/decisions/0002).
 * A repeat, under the same `Idempotency-Key` or the same source and external id, finds the lead that is there.
 */
import { AppError } from '../domain/errors.ts';
import type { LeadAttributes } from '../domain/lead.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { IntakeKey, NewLead, Store, TakenKey } from '../ports/store.ts';
import type { Wake } from '../ports/wake.ts';

export interface IntakeRequest {
  attributes: LeadAttributes;
  /** When the sender got the lead; `null`: now. */
  receivedAt: Date | null;
  /** The sender's word that requests under it are one; absent: only the external id tells repeats. */
  idempotencyKey?: string;
  /** Who sends, e.g. `api` or `import`: keys of different callers never meet. */
  caller: string;
  /** SHA-256 (hex) of what was sent; only compared under an idempotency key. `null`: the key alone decides. */
  requestHash: string | null;
}

export type IntakeOutcome =
  /** A new lead, committed. */
  | { kind: 'stored'; id: string }
  /** Nothing new: this is the lead that an earlier request made. */
  | { kind: 'repeat'; id: string }
  /** The idempotency key belongs to a request with another content; nothing was stored. */
  | { kind: 'key_reused' };

export interface ReceiveLeads {
  /**
   * Stores the new ones among these requests, in one statement.
   * @returns an outcome per request, in order, after the commit: what is acknowledged is never lost
   * @throws AppError `later`: no lead was stored · `ambiguous`: perhaps they were; under a key, repeating is safe
   */
  receive(requests: readonly IntakeRequest[]): Promise<IntakeOutcome[]>;
}

/** Another instance may take a key between our look and our insert, each time anew. Five times is not chance any more. */
const ATTEMPTS = 5;

export function createReceiveLeads(deps: { store: Store; clock: Clock; ids: Ids; wake: Wake }): ReceiveLeads {
  const { leads } = deps.store;
  return {
    receive: async (requests) => {
      let taken: TakenKey[] = [];
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { outcomes, fresh, links } = settle(requests, taken, deps);
        // Before the leads, so that a failure here has not stored any.
        if (links.length > 0) await leads.addKeys(links);
        if (fresh.length === 0) return outcomes;
        if ((await leads.insert(fresh)) === 'stored') {
          deps.wake.router();
          return outcomes;
        }
        taken = await leads.findKeys(requests.flatMap((request) => keysOf(request).map(({ key }) => key)));
      }
      throw new AppError('intake_contended', `keys were taken in between ${ATTEMPTS} times`, { retry: 'later' });
    },
  };
}

interface Settled {
  outcomes: IntakeOutcome[];
  /** The leads to make, each with all keys that lead to it. */
  fresh: NewLead[];
  /** New keys for leads that are there already, so that a repeat under them is recognised too. */
  links: TakenKey[];
}

/**
 * Decides each request by the keys that are taken, in the store or by an earlier request of the batch.
 * The idempotency key speaks first: it is the sender's explicit word, and the only one that says "exactly this content".
 */
function settle(
  requests: readonly IntakeRequest[],
  taken: readonly TakenKey[],
  deps: { clock: Clock; ids: Ids },
): Settled {
  const known = new Map(taken.map((key) => [key.key, key]));
  const fresh = new Map<string, NewLead>();
  const links: TakenKey[] = [];

  const outcomes = requests.map((request): IntakeOutcome => {
    const keys = keysOf(request);
    const owner = keys.map(({ key }) => known.get(key)).find((key) => key !== undefined);
    if (owner?.requestHash && owner.requestHash !== request.requestHash) return { kind: 'key_reused' };
    const newKeys = keys.filter(({ key }) => !known.has(key));
    const id = owner?.leadId ?? deps.ids.next();
    if (!owner) {
      fresh.set(id, { id, at: request.receivedAt ?? deps.clock.now(), attributes: request.attributes, keys: [] });
    }
    for (const key of newKeys) known.set(key.key, { ...key, leadId: id });
    const keysOfFresh = fresh.get(id)?.keys;
    if (keysOfFresh) keysOfFresh.push(...newKeys);
    else links.push(...newKeys.map((key) => ({ ...key, leadId: id })));
    return { kind: owner ? 'repeat' : 'stored', id };
  });
  return { outcomes, fresh: [...fresh.values()], links };
}

/** The keys under which a repeat of a request is recognised: the idempotency key first. */
function keysOf({ attributes, caller, idempotencyKey, requestHash }: IntakeRequest): IntakeKey[] {
  const keys: IntakeKey[] = [];
  if (idempotencyKey !== undefined) {
    keys.push({ key: `idempotency:${scope(caller)}:${idempotencyKey}`, requestHash });
  }
  if (attributes.externalId !== undefined) {
    const key = `external:${scope(attributes.source ?? caller)}:${attributes.externalId}`;
    keys.push({ key, requestHash: null });
  }
  return keys;
}

/** Without colons, so that `a:b` + `c` and `a` + `b:c` stay two keys. */
function scope(name: string): string {
  return name.replace(/[%:]/g, encodeURIComponent);
}
