/** The app under time limits, on a clock that only moves when a test says so: whoever owns leads does nothing unless told to. */
import { createKeepLimits } from '../../src/app/time-limits/keep-limits.ts';
import type { LeadEvent, TimelineEntry } from '../../src/domain/lead-event.ts';
import type { Ruleset } from '../../src/domain/ruleset.ts';
import type { TestStore } from './database.ts';
import { startPushing } from './pushing.ts';

export type Keeping = Awaited<ReturnType<typeof startKeeping>>;

const STEPS: LeadEvent['type'][] = ['reminded', 'escalated', 'taken-back'];

/** A process that has just started. @param at what time it is */
export async function startKeeping(opened: TestStore, ruleset: Ruleset, at: Date | string) {
  const { executeSql } = opened.database;
  const dibs = await startPushing(opened, ruleset, { at: new Date(at) });
  const keep = createKeepLimits(dibs.context);

  async function passes(): Promise<void> {
    while ((await keep()).state === 'more');
  }
  await passes();

  async function nextStep(): Promise<Date | null> {
    const { rows } = await executeSql('SELECT min(step_at) AS at FROM lead', []);
    const [row] = rows as { at: Date | null }[];
    return row?.at ?? null;
  }

  return {
    ...dibs,
    keep,
    passes,
    /** Lets time pass up to then, with a pass of the timekeeper whenever something is due. */
    async until(time: Date | string): Promise<void> {
      const end = new Date(time);
      for (let next = await nextStep(); next && next <= end; next = await nextStep()) {
        if (next > dibs.context.clock.now()) await dibs.at(next);
        await passes();
      }
      await dibs.at(end);
      await passes();
    },
    /** Sets the clock, without what should have happened in between; then one pass. */
    async jump(ms: number): Promise<void> {
      await dibs.at(new Date(dibs.context.clock.now().getTime() + ms));
      await passes();
    },
    /** A lead that this rep claims at once. @returns its id */
    async claimed(rep: string): Promise<string> {
      const id = await dibs.arrive();
      const { round } = await dibs.lead(id);
      await dibs.claim({ leadId: id, rep, round });
      await dibs.settle();
      return id;
    },
    /** What the timekeeper did with a lead, and when: `reminded 1`, `waited down`. */
    async steps(id: string): Promise<[at: string, what: string][]> {
      const timeline = await opened.store.leads.timeline(id);
      return timeline.flatMap(({ event, at }) => (isStep(event) ? [[at.toISOString(), wordsOf(event)]] : []));
    },
    /** Messages that wait for somebody or something, oldest first: the notice's title, or what the card is. */
    async messages(target: string): Promise<string[]> {
      const { rows } = await executeSql(
        `SELECT coalesce(notice ->> 'title', delivery.kind) AS what
         FROM delivery JOIN conversation ON conversation.id = conversation_id
         WHERE target = $1 AND delivery.kind IN ('notice', 'reminder') ORDER BY delivery.id`,
        [target],
      );
      return (rows as { what: string }[]).map(({ what }) => what);
    },
    timeline: (id: string): Promise<TimelineEntry[]> => opened.store.leads.timeline(id),
  };
}

function isStep({ type }: LeadEvent): boolean {
  return STEPS.includes(type) || type === 'waited';
}

function wordsOf(event: LeadEvent): string {
  if (event.type === 'waited') return `waited ${event.because}`;
  return 'step' in event ? `${event.type} ${event.step}` : event.type;
}
