/** Reading out what is stored: of one person everything, of many leads a page at a time. */
import type { Lead, LeadStatus } from '../domain/lead.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { IntakeKey } from './store.ts';

/** A card of a lead: where it is, and since when. */
export interface ShownCard {
  leadId: string;
  platform: PlatformName;
  kind: string;
  /** Channel name, or the rep's id. */
  target: string;
  state: string;
  /** The platform's id of the message. */
  message: string | null;
  /** When it was last posted, or tried. */
  at: Date | null;
}

/** How far a lead has been handed over to a system outside. */
export interface HandedOver {
  leadId: string;
  target: string;
  state: string;
  remoteId: string | null;
}

/** What belongs to leads beside themselves. */
export interface Belongings {
  keys: (IntakeKey & { leadId: string })[];
  cards: ShownCard[];
  handOvers: HandedOver[];
  /** Keys under which the person is known. */
  personKeys: string[];
}

/** Which leads are read out. */
export interface LeadSelection {
  /** Came in at or after this. Of leads that were imported: when they were imported. */
  from: Date | null;
  /** Came in before this. */
  to: Date;
  status: LeadStatus | null;
  pool: string | null;
}

export interface ExportRepository {
  belongings(leadIds: readonly string[]): Promise<Belongings>;

  /** Names of custom fields that these leads have, in the order of the alphabet. Erased leads are left out here and below. */
  customKeys(selection: LeadSelection): Promise<string[]>;

  /**
   * The next leads in the order in which they came in. Costs as much as the page, and as what lies between its leads.
   * @param after id of the last one before, or `null` to begin
   */
  page(selection: LeadSelection, after: string | null, limit: number): Promise<Lead[]>;
}
