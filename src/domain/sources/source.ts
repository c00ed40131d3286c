/** Where leads come from over signed webhooks, as the routing file names them. */
import type { InputField } from '../normalise/lead-schema.ts';

/** Who signs, and what a body looks like. `json` is any JSON or form with a secret: Zapier, Make, a site of one's own. */
export const SOURCE_KINDS = ['standard', 'hubspot', 'typeform', 'facebook', 'calendly', 'webflow', 'json'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A field that one value fills, or a key under `custom`. */
export type LeadTarget = Exclude<InputField, 'custom'> | `custom.${string}`;

/** Where a field's value stands in a body. */
export interface Origin {
  /** JSONPath (RFC 9535), in order of preference: the first that finds something decides. */
  paths: string[];
  /** Taken where no path finds anything. */
  otherwise?: string | number | boolean;
}

export interface Source {
  /** Part of the address, `/hooks/{id}`, and of the environment variables with its secrets. */
  id: string;
  kind: SourceKind;
  /** Where fields come from that the kind's own reading does not find, or finds elsewhere. */
  mapping: Partial<Record<LeadTarget, Origin>>;
  /** ISO alpha-2 by which to read phone numbers of leads that name no country. */
  defaultCountry?: string;
  /** Only for `standard`: the event types that make a lead; all of them, where it is not set. */
  events?: string[];
  /** Only for `hubspot`: contact properties to read beside the usual ones. */
  contactProperties?: string[];
  /** Only for `facebook`: the version of the Graph API, e.g. `v24.0`. */
  graphVersion?: string;
}

/** Vendors whose notices only say which lead there is; it has to be asked for. */
export const LOOKS_UP: readonly SourceKind[] = ['facebook', 'hubspot'];
