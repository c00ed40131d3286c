/** What the timekeeper reads: leads whose time limit has a step due, and what may hold it up. */
import type { Lead } from '../domain/lead.ts';

/** A lead in somebody's hands whose step is due, locked until the transaction ends. */
export interface DueLimit {
  lead: Lead;
  /** The time of the last entry of its timeline. */
  changedAt: Date;
  /** When the newest of its messages to its owner was posted, on the platform that was first; `null`: none was yet. */
  shownAt: Date | null;
  /** When its owner, or owners, were reminded within the last day; ascending. */
  recent: Date[];
}

export interface TimeLimitRepository {
  /**
   * Takes the one timekeeper's lock until the transaction ends, and leads whose step is due, the longest overdue first. Leads that somebody
   * is changing are left for the next time.
   * @returns `busy` when another instance has the lock
   */
  takeDue(now: Date, limit: number): Promise<DueLimit[] | 'busy'>;

  /**
   * Notes that limits are being watched now.
   * @param unbroken false where the pass before failed, or there was none: then a long time since the last note counts as time in which
   *   nobody watched
   */
  watch(now: Date, unbroken: boolean): Promise<void>;

  /** Times in which nobody watched, that ended after `since`. */
  down(since: Date): Promise<{ from: Date; to: Date }[]>;

  /** Those of these reps whose chat does not take our messages now, on any platform. Nobody of them is one who is not in chat at all. */
  unreachable(reps: readonly string[], now: Date): Promise<ReadonlySet<string>>;

  /** Leads of a rep that wait for an answer to the reminder that is in the message about this lead, the most urgent first. */
  remindedWith(rep: string, leadId: string): Promise<Lead[]>;

  /** When messages were sent to each of these since then, ascending. Those without any are left out. */
  messages(recipients: readonly string[], since: Date): Promise<ReadonlyMap<string, Date[]>>;

  /** Notes messages, and forgets those before `forget`. */
  noteMessages(recipients: readonly string[], at: Date, forget: Date): Promise<void>;
}
