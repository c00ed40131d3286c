/** What reps have said about when they can take leads. */
import type { AvailabilityCommand, OutOfOffice } from '../domain/availability/availability.ts';
import type { AvailabilityRepository } from '../ports/availability.ts';
import type { Session } from './session.ts';
import { SAY, SET_OUT_OF_OFFICE, WHAT_REPS_SAID } from './sql/availability.ts';

/** As JSON has it: times are text. */
type Stored<T> = {
  [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key];
};
type StoredCommand =
  | Stored<Extract<AvailabilityCommand, { kind: 'away' }>>
  | Stored<Extract<AvailabilityCommand, { kind: 'back' }>>;

export function availabilityRepository({ sql }: Session): AvailabilityRepository {
  return {
    async all(now) {
      const rows = await sql<{ rep: string; command: StoredCommand | null; outOfOffice: Stored<OutOfOffice>[] }>(
        WHAT_REPS_SAID,
        now.toISOString(),
      );
      return rows.map(({ rep, command, outOfOffice }) => ({
        rep,
        command: command && toCommand(command),
        outOfOffice: outOfOffice.map((entry) => ({
          ...entry,
          from: new Date(entry.from),
          until: new Date(entry.until),
        })),
      }));
    },

    async say(rep, command, at) {
      await sql(SAY, rep, JSON.stringify(command), at.toISOString());
    },

    async setOutOfOffice(rep, entries) {
      await sql(SET_OUT_OF_OFFICE, rep, JSON.stringify(entries));
    },
  };
}

function toCommand(stored: StoredCommand): AvailabilityCommand {
  return stored.kind === 'back'
    ? { kind: 'back', at: new Date(stored.at), until: new Date(stored.until) }
    : {
        kind: 'away',
        from: new Date(stored.from),
        until: stored.until === null ? null : new Date(stored.until),
        reason: stored.reason,
      };
}
