/**
 * What the app needs of the database. One dialect (PostgreSQL), two homes: a server, or PGlite inside the process.
 * All methods throw `AppError`: retry `later` when the database cannot be reached or gave up a lock (nothing was done),
 * `ambiguous` when the connection broke in the middle, else `never`.
 */
import type { Lead, LeadAttributes, LeadStatus } from '../domain/lead.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';
import type { KnownLead, KnownPerson } from '../domain/people/known-person.ts';
import type { PeopleChanges } from '../domain/people/recognise.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { AlarmRepository } from './alarms.ts';
import type { AvailabilityRepository } from './availability.ts';
import type { CronRunRepository } from './cron-runs.ts';
import type { DeliveryRepository } from './deliveries.ts';
import type { ErasureRepository } from './erasure.ts';
import type { ExperimentRepository } from './experiments.ts';
import type { ExportRepository } from './exports.ts';
import type { FiguresRepository } from './figures.ts';
import type { HandOverRepository } from './hand-overs.ts';
import type { PushRepository } from './push.ts';
import type { RotationRepository } from './rotations.ts';
import type { TeamsPlaces } from './teams-places.ts';
import type { TimeLimitRepository } from './time-limits.ts';

export interface Store extends Repositories {
  /**
   * Runs `work` in one transaction: all of it is stored, or nothing. Inside, use only `tx` (PGlite has one connection, so
   * a call beside it would wait for itself).
   */
  transaction<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Repositories {
  leads: LeadRepository;
  deliveries: DeliveryRepository;
  identities: IdentityRepository;
  rulesets: RulesetRepository;
  push: PushRepository;
  limits: TimeLimitRepository;
  rotations: RotationRepository;
  figures: FiguresRepository;
  availability: AvailabilityRepository;
  teams: TeamsPlaces;
  cronRuns: CronRunRepository;
  alarms: AlarmRepository;
  experiments: ExperimentRepository;
  erasure: ErasureRepository;
  exports: ExportRepository;
  handOvers: HandOverRepository;
}

/** A lead about to be stored for the first time. */
export interface NewLead {
  id: string;
  at: Date;
  attributes: LeadAttributes;
  /** Keys under which a repeat is recognised (`Idempotency-Key`, source + external id); may be empty. */
  keys: IntakeKey[];
}

export interface IntakeKey {
  /** Unique over all leads, e.g. `idempotency:api:abc` or `external:hubspot:42`. */
  key: string;
  /** SHA-256 (hex) of the request's body. Differs for the same `Idempotency-Key`: refused. `null`: never compared. */
  requestHash: string | null;
}

/** A key that is taken, and by which lead. */
export interface TakenKey extends IntakeKey {
  leadId: string;
}

/** One change of state: the lead as it becomes, and the event that makes it so. */
export interface LeadChange {
  lead: Lead;
  entry: TimelineEntry;
}

/** A lead that waits for routing. */
export interface ReceivedLead {
  lead: Lead;
  /** Whom its keys lead to. */
  known: KnownPerson[];
  /** The last lead of its company that somebody got; `null`: nobody ever did. */
  companyLead: KnownLead | null;
}

/** A lead that is out, and who put it there; `by: null`: a rule or screening. */
export interface RefusedLead {
  lead: Lead;
  by: string | null;
  at: Date;
}

export interface LeadRepository {
  /**
   * Stores new leads with their `received` events and keys, all or none, in one statement.
   * @returns `stored`, or `key_taken` (nothing stored) when any key exists already: look the keys up and try without
   */
  insert(leads: readonly NewLead[]): Promise<'stored' | 'key_taken'>;

  /** Adds keys to leads that exist, so that the next repeat under them is recognised too. Existing keys are left alone. */
  addKeys(keys: readonly TakenKey[]): Promise<void>;

  /** Which of these keys are taken. One statement. */
  findKeys(keys: readonly string[]): Promise<TakenKey[]>;

  /**
   * Leads that wait for routing, oldest first, for the one router that may run: takes a lock that lasts until the
   * transaction ends, whatever the number of instances.
   * @param recognising whether to look for what is known of people and companies
   * @returns the leads, or `busy` when another instance is routing
   */
  takeReceived(limit: number, recognising: boolean): Promise<ReceivedLead[] | 'busy'>;

  /** Locks these leads until the transaction ends and returns them as they now are. Unknown ids are left out. */
  lock(ids: readonly string[]): Promise<Lead[]>;

  /**
   * Writes changes of locked leads and their events, and what became of people. One statement, and one for each two people who turned out
   * to be one. Throws `AppError` (retry `later`) when somebody else has written one of the keys meanwhile.
   */
  append(changes: readonly LeadChange[], people?: PeopleChanges): Promise<void>;

  find(id: string): Promise<Lead | null>;

  /** The whole timeline of a lead, oldest first. */
  timeline(id: string): Promise<TimelineEntry[]>;

  /** Leads that a rep has now, newest first. */
  ownedBy(rep: string, limit: number): Promise<Lead[]>;

  /** Leads that are disqualified now, those of the last decision first. */
  refused(limit: number): Promise<RefusedLead[]>;

  /**
   * How many leads of a pool each of these reps took since then and still has, open or closed. Reps without any may be left out.
   * Until the transaction ends nobody else counts for this pool, so what is decided by the count holds.
   */
  countTaken(pool: string, reps: readonly string[], since: Date): Promise<ReadonlyMap<string, number>>;

  /** Ids of leads that wait in one of the statuses in a pool that is not among `pools`; at most `limit`. */
  strandedOutside(pools: readonly string[], limit: number): Promise<string[]>;

  /**
   * Ids of leads that wait in one of these pools, and that neither the clock nor a backlog will ever look at; at most `limit`. There are
   * none unless the pool was a pull pool when they came.
   */
  idleIn(pools: readonly string[], limit: number): Promise<string[]>;

  /** How many leads stand where; for the metrics. */
  countByStatus(): Promise<Partial<Record<LeadStatus, number>>>;

  /** How many leads wait for routing and since when the oldest does; for the metrics and `/readyz`. */
  backlog(): Promise<{ waiting: number; oldest: Date | null }>;
}

/** A person on a platform, tied to a rep. */
export interface Identity {
  platform: PlatformName;
  team: string;
  userId: string;
  rep: string;
  /** The address that tied them together; when the routing file gives the rep another one, the tie is void. */
  email: string;
}

export interface IdentityRepository {
  /** Remembers who a person is; replaces what was known of the same person. */
  save(identity: Identity): Promise<void>;
  /** The rep's identity on a platform; `null` when none is known yet. */
  ofRep(platform: PlatformName, rep: string): Promise<Identity | null>;
  /** Who this person is known to be; `null` when not known yet. */
  ofUser(person: Pick<Identity, 'platform' | 'team' | 'userId'>): Promise<Identity | null>;
}

export interface RulesetRepository {
  /**
   * Publishes a routing file: the same text gets the same version again, a new one the next number.
   * @param sha256 of the source text, hex
   * @returns the version
   */
  publish(source: string, sha256: string, at: Date): Promise<number>;
}
