/** Finding all that is about a person, and taking it out of the database. */
import type { Card } from '../domain/card.ts';
import type { KeptStatus } from '../domain/erase/keep-terms.ts';
import type { Lead } from '../domain/lead.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';
import type { HandedOver } from './exports.ts';

/** What is looked for in leads: match keys, and values as they stand in the attributes of leads from before there were keys. */
export interface PersonTraits {
  keys: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
}

/** What went beside the leads themselves, in rows. */
export interface ErasedRows {
  events: number;
  intakeKeys: number;
  personKeys: number;
  handOvers: number;
  jobs: number;
}

/** A notice in a conversation, as it is to be shown. */
export interface StoredNotice {
  deliveryId: string;
  card: Card;
}

/** A table of the database, in whatever schema. */
export interface StoredTable {
  schema: string;
  name: string;
  /** How its rows say which lead they belong to; `null`: they do not. */
  leadBy: 'id' | 'lead_id' | 'person' | null;
}

/** Rows of a table in which one of the values is. */
export interface TableHits {
  /** Rows that were looked through. */
  rows: number;
  /** Of erased leads, and of none. */
  left: number;
  /** Of leads that are not erased. */
  elsewhere: number;
  /** Some of those leads, at most ten. */
  leads: string[];
}

/** A lead that is past its time, and where it stands. */
export interface OutlivedLead {
  id: string;
  version: number;
  receivedAt: Date;
  /** Whether the last thing that happened to it was long enough ago; its arrival was. */
  isOver: boolean;
}

export interface ErasureRepository {
  /**
   * Leads with any of these traits that are not erased. Reads the whole table: it is asked once in a while, and misses nothing.
   * @param only.limit at most so many; all unless given
   * @param only.since which came in after that, by when Dibs made them; this reads no others
   */
  find(traits: PersonTraits, only?: { limit?: number; since?: Date }): Promise<Lead[]>;

  /** Leads that were tied to these: as the same person's, or by a merge, in either direction. Not erased ones. */
  tiedTo(ids: readonly string[]): Promise<Lead[]>;

  /** Ids of the leads that went into these, and of those into which these went. */
  mergedWith(ids: readonly string[]): Promise<string[]>;

  /** Whole timelines, oldest first. One statement. */
  timelines(ids: readonly string[]): Promise<ReadonlyMap<string, TimelineEntry[]>>;

  /**
   * Takes away what stands beside leads that are erased in the same transaction: keys, hand-overs, jobs, ties to a person that no other
   * lead has, and of each event all but `skeletons`.
   */
  takeTraces(
    skeletons: ReadonlyMap<string, readonly TimelineEntry[]>,
    personKeys: readonly string[],
  ): Promise<{ rows: ErasedRows; remote: HandedOver[] }>;

  /** Writes what a lead that stays, and its timeline, are without an erased one. Its version stays. */
  rewrite(lead: Lead, timeline: readonly TimelineEntry[]): Promise<void>;

  /** Lets the cards of leads that the chat has refused to change, or that were given up, be changed once more. */
  reviveCards(leadIds: readonly string[]): Promise<void>;

  /** Lets cards of leads that are not new be drawn again, and commits jobs for it. @returns ids of the conversations */
  redrawCards(leadIds: readonly string[]): Promise<string[]>;

  /**
   * Marks the cards of leads as out of date by their next version, and spreads changing them over time, so that thousands of them keep no
   * new card waiting. Whoever sweeps up lost work finds them then.
   * @param from when the first is changed; each of the others a second later
   * @returns how many there are
   */
  spreadCards(leads: readonly Pick<Lead, 'id' | 'version'>[], from: Date): Promise<number>;

  /** Notices that name these leads. @param values in lower case: also notices with one of these in their text, of whatever lead */
  notices(leadIds: readonly string[], values: readonly string[]): Promise<StoredNotice[]>;

  /** Changes what notices say, and commits jobs for it. @returns ids of the conversations */
  rewriteNotices(notices: readonly StoredNotice[]): Promise<string[]>;

  /**
   * Leads in a status that came in before then, oldest first.
   * @param after the last one that was looked at, or `null` to begin with the oldest
   */
  outlived(
    status: KeptStatus,
    before: Date,
    after: Pick<OutlivedLead, 'receivedAt' | 'id'> | null,
    limit: number,
  ): Promise<OutlivedLead[]>;

  /** Every table that there is, the job queue's and strangers' included: from the database's own catalogue. */
  tables(): Promise<StoredTable[]>;

  /** Looks for values in every column of every row of a table. @param values in lower case */
  search(table: StoredTable, values: readonly string[]): Promise<TableHits>;
}
