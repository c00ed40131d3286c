/**
 * An experiment: a rule that sends its leads at random to one of several destinations, its arms, so that they can be compared. What the
 * routing file says of it is a `Split`; what became of it, counted by the store, is a `Run`.
 */
import { instantAt, type LocalDate, MINUTES_PER_DAY } from '../availability/local-time.ts';
import type { Goal } from '../performance/outcome.ts';
import type { Ruleset } from '../ruleset.ts';

export interface Arm {
  name: string;
  to: { kind: 'pool'; pool: string } | { kind: 'rep'; rep: string };
  /** Weight of its share; 1 unless set. */
  share: number;
}

export interface Split {
  kind: 'split';
  /** Two to six. */
  arms: Arm[];
  /** Whichever comes first; at least one of the two is there. */
  until: { lastDay?: LocalDate; leads?: number };
  /** The arm that gets all leads once the date or the number is reached. */
  then: string;
  goal: Goal;
}

/** A rule with a split; the rule's name is the experiment's. */
export interface Experiment {
  name: string;
  split: Split;
  /** When its last day is over, in the company's time zone; `null`: no date is set. */
  endsAt: Date | null;
}

export interface Run {
  id: string;
  name: string;
  /** Of what is split how; see `splitKey`. */
  split: string;
  startedAt: Date;
  /** Leads drawn so far. */
  leads: number;
  /** When a person ended it; `null` while nobody has. */
  endedAt: Date | null;
  endedBy: string | null;
  /** The arm that this person chose for all leads from then on. */
  winner: string | null;
}

export function experimentsOf({ rules, timezone }: Pick<Ruleset, 'rules' | 'timezone'>): Experiment[] {
  return rules.flatMap(({ name, then }) =>
    then.kind === 'split' ? [{ name, split: then, endsAt: endOf(then, timezone) }] : [],
  );
}

export function endOf({ until: { lastDay } }: Split, timezone: string): Date | null {
  return lastDay === undefined ? null : new Date(instantAt(lastDay, MINUTES_PER_DAY, timezone));
}

/**
 * What makes it this experiment and no other: the arms with their destinations and shares. A later end or another goal goes on
 * with the same leads.
 */
export function splitKey({ arms }: Split): string {
  return arms.map(({ name, to, share }) => `${name}=${destinationText(to)}*${share}`).join('|');
}

/** `pool iberia`, `rep ana`. */
export function destinationText(to: Arm['to']): string {
  return to.kind === 'pool' ? `pool ${to.pool}` : `rep ${to.rep}`;
}

/** Why an experiment is over, and which arm gets its leads now. */
export type Ending = { because: 'ended' | 'date' | 'leads'; keeps: string };

/**
 * @param run what is stored of it; a run that is not there yet has drawn nothing
 * @returns `null` while it goes on
 */
export function endingOf(
  { split, endsAt }: Pick<Experiment, 'split' | 'endsAt'>,
  run: Pick<Run, 'leads' | 'endedAt' | 'winner'> | undefined,
  now: Date,
): Ending | null {
  if (run?.endedAt) return { because: 'ended', keeps: run.winner ?? split.then };
  if (endsAt && now >= endsAt) return { because: 'date', keeps: split.then };
  if (run && split.until.leads !== undefined && run.leads >= split.until.leads) {
    return { because: 'leads', keeps: split.then };
  }
  return null;
}
