/** What is known of the people that leads are about, as far as it decides where their next lead goes. */
import type { LeadStatus } from '../lead.ts';

/** A lead of somebody who is known. */
export interface KnownLead {
  id: string;
  status: LeadStatus;
  receivedAt: Date;
  /** The rep who has it, or had it when it was closed. */
  owner: string | null;
  ownedAt: Date | null;
  pool: string | null;
  email: string | null;
  name: string | null;
}

/** Whom a key of a lead leads to. */
export interface KnownPerson {
  /** The key that they share with the lead. */
  key: string;
  person: string;
  /** Their newest leads, without those that went into another. */
  leads: KnownLead[];
}
