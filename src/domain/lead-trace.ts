/** Why a lead is where it is: the traces of its timeline that still matter, in order. */
import type { TimelineEntry } from './lead-event.ts';
import type { Trace } from './trace.ts';

/**
 * The trace of the last routing (of a lead that went into another: that it did), of every pool that passed the lead on since, and of the last choice of a rep.
 * @param timeline oldest first
 */
export function tracesOf(timeline: readonly TimelineEntry[]): Trace {
  const merged = timeline.findLast(({ event }) => event.type === 'merged-into')?.event;
  if (merged?.type === 'merged-into') return [{ step: 'merged', into: merged.into, by: merged.because }];
  const start = timeline.findLastIndex(({ event }) => event.type === 'routed');
  const routed = timeline[start]?.event;
  return [...(routed?.type === 'routed' ? routed.trace : []), ...pushTrace(timeline.slice(start + 1))];
}

/** Why the pool chose this rep, or could choose nobody. Holds no value of the lead. */
export function pushTrace(timeline: readonly TimelineEntry[]): Trace {
  const passedOn = timeline.flatMap(({ event }) => (event.type === 'fell-back' ? event.trace : []));
  const last = timeline.findLast(({ event }) => 'trace' in event && event.type !== 'routed')?.event;
  return last && 'trace' in last && last.type !== 'fell-back' ? [...passedOn, ...last.trace] : passedOn;
}
