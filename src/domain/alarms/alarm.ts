/** Something that is not as it should be, and that somebody has to know of. */
export interface Alarm {
  /** What it is about, e.g. `backlog:iberia`: one message until it is over, whatever the lines say meanwhile. */
  key: string;
  title: string;
  /** What is seen, and what to do about it. Ours and names from the routing file: nothing of a lead but where it came from. */
  lines: string[];
  /** It is told once it has been seen for so long: what passes by itself is no news. */
  holdMs: number;
}

/** What is kept of an alarm from when it was first seen. */
export interface AlarmState {
  key: string;
  title: string;
  since: Date;
  /** When the admins were told; `null`: not yet. */
  raisedAt: Date | null;
  /** Since when it is not seen any more. */
  goneAt: Date | null;
}

/** What a look at all alarms leads to. */
export interface AlarmSteps {
  raise: (Alarm & { since: Date })[];
  /** Of those that were raised. */
  over: AlarmState[];
  /** To be kept as they now are. */
  kept: AlarmState[];
  /** Keys to be forgotten: over, or gone before anybody was told. */
  forgotten: string[];
}

/** Something that comes back within this time was not over: nobody wants to read raised, over, raised, over. */
export const OVER_AFTER_MS = 5 * 60_000;

/** @param known what was kept at the last look @param seen alarms as they are now; keys are unique */
export function stepAlarms(known: readonly AlarmState[], seen: readonly Alarm[], now: Date): AlarmSteps {
  const steps: AlarmSteps = { raise: [], over: [], kept: [], forgotten: [] };
  const before = new Map(known.map((state) => [state.key, state]));
  for (const alarm of seen) {
    const state = seenAgain(before.get(alarm.key), alarm, now);
    before.delete(alarm.key);
    if (state.raisedAt === null && now.getTime() - state.since.getTime() >= alarm.holdMs) {
      state.raisedAt = now;
      steps.raise.push({ ...alarm, since: state.since });
    }
    steps.kept.push(state);
  }
  for (const state of before.values()) settleUnseen(state, now, steps);
  return steps;
}

function seenAgain(state: AlarmState | undefined, { key, title }: Alarm, now: Date): AlarmState {
  if (!state) return { key, title, since: now, raisedAt: null, goneAt: null };
  // A clock that went back would make it wait for longer.
  const isLater = state.raisedAt === null && state.since > now;
  return { ...state, since: isLater ? now : state.since, title, goneAt: null };
}

function settleUnseen(state: AlarmState, now: Date, steps: AlarmSteps): void {
  const goneAt = state.goneAt && state.goneAt < now ? state.goneAt : now;
  const isOver = now.getTime() - goneAt.getTime() >= OVER_AFTER_MS;
  if (state.raisedAt !== null && !isOver) {
    steps.kept.push({ ...state, goneAt });
    return;
  }
  steps.forgotten.push(state.key);
  if (state.raisedAt !== null) steps.over.push(state);
}
