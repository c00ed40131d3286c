/** A body by the kind of its source: what it brought, or what is wrong with it. */
import { readCalendly } from './calendly.ts';
import type { Delivery, Lookup, Submission } from './delivery.ts';
import { facebookLead, readFacebook } from './facebook.ts';
import { hubspotContact, readHubspot } from './hubspot.ts';
import { isDeeperThan, type JsonValue } from './json-value.ts';
import { readPlainJson, readStandard } from './plain-json.ts';
import type { Source } from './source.ts';
import { readTypeform } from './typeform.ts';
import { readWebflow } from './webflow.ts';

/** More levels than these are nobody's form. */
const MAX_DEPTH = 40;

/** @param body any JSON value. Never throws on one */
export function readDelivery(source: Pick<Source, 'kind' | 'events'>, body: JsonValue): Delivery {
  if (isDeeperThan(body, MAX_DEPTH)) {
    return {
      kind: 'other-shape',
      problems: [{ field: 'body', message: `is nested more than ${MAX_DEPTH} levels deep` }],
    };
  }
  switch (source.kind) {
    case 'standard':
      return readStandard(body, source.events);
    case 'hubspot':
      return readHubspot(body);
    case 'typeform':
      return readTypeform(body);
    case 'facebook':
      return readFacebook(body);
    case 'calendly':
      return readCalendly(body);
    case 'webflow':
      return readWebflow(body);
    case 'json':
      return readPlainJson(body);
  }
}

/**
 * A lead that the vendor named and then gave.
 * @param found as the vendor's API has it; `null`: the vendor has it no more, and the lead is what the notice says
 */
export function lookedUp(source: Pick<Source, 'kind'>, lookup: Lookup, found: JsonValue | null): Submission {
  const isShallow = found === null || !isDeeperThan(found, MAX_DEPTH);
  return (source.kind === 'facebook' ? facebookLead : hubspotContact)(lookup, isShallow ? found : null);
}
