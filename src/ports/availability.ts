/** What reps have said about when they can take leads. One row per rep; what chat shows of them is never stored. */
import type { AvailabilityCommand, OutOfOffice } from '../domain/availability/availability.ts';

export interface SaidByRep {
  rep: string;
  /** The newest of "away" and "back"; `null`: neither was ever said. */
  command: AvailabilityCommand | null;
  /** In no order; entries that are over are left out. */
  outOfOffice: OutOfOffice[];
}

export interface AvailabilityRepository {
  /** What everybody has said, of those who have said anything. One statement. @param now entries that ended before are left out */
  all(now: Date): Promise<SaidByRep[]>;

  /** Replaces the rep's last command. An older one that arrives late (`at` before the stored one's) changes nothing. */
  say(rep: string, command: AvailabilityCommand, at: Date): Promise<void>;

  /** Replaces the rep's out-of-office entries that are not over. */
  setOutOfOffice(rep: string, entries: readonly OutOfOffice[]): Promise<void>;
}
