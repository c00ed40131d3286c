/** Whatever owners and processes do on some days: every step once, and the timeline explains the state. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replay, type TimelineEntry } from '../../../../src/domain/lead-event.ts';
import { type Ruleset, WEEKDAYS } from '../../../../src/domain/ruleset.ts';
import { openTestStore } from '../../../helpers/database.ts';
import { testPool, testRuleset } from '../../../helpers/leads.ts';
import { type Keeping, startKeeping } from '../../../helpers/time-keeping.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REPS = ['ana', 'bob', 'cleo'];
const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe'];
const opened = await openTestStore();

type Action =
  | { kind: 'arrive'; rep: string }
  | { kind: 'contacted' | 'release' | 'win'; lead: number }
  | { kind: 'hand-over'; lead: number; rep: string }
  | { kind: 'snooze' | 'pass' | 'jump' | 'restart'; lead: number; minutes: number };

const rep = fc.constantFrom(...REPS);
const lead = fc.nat({ max: 9 });
const minutes = fc.constantFrom(1, 4, 11, 47, 300, 1500, 5000);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('arrive'), rep }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('contacted', 'release', 'win'), lead }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hand-over'), lead, rep }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('snooze', 'pass', 'pass', 'jump', 'restart'), lead, minutes }),
  },
);

const terms = fc.record({
  count: fc.constantFrom('working-time', 'around-the-clock'),
  followUpMs: fc.constantFrom(null, 2 * DAY, 3 * HOUR),
  staleAfterMs: fc.constantFrom(null, 3 * DAY),
  escalates: fc.boolean(),
  giveUp: fc.constantFrom(null, { afterMs: 2 * HOUR, to: null }, { afterMs: 2 * HOUR, to: 'cleo' }),
});

function rulesetOf({ escalates, ...sla }: typeof terms extends fc.Arbitrary<infer T> ? T : never): Ruleset {
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: 540, to: 1080 }]]));
  const reps = REPS.map((id, index) => ({
    id,
    name: id,
    email: `${id}@acme.example`,
    timezone: ZONES[index] ?? '',
    hours,
  }));
  const escalate = escalates ? { afterMs: HOUR, to: { platform: 'slack' as const, channel: '#managers' } } : null;
  const limits = { ...sla, firstTouchMs: 5 * MINUTE, remindMs: [5 * MINUTE, 15 * MINUTE], escalate };
  const pool = testPool({ id: 'north', members: REPS.map((id) => ({ rep: id, weight: 1 })), sla: limits });
  return testRuleset({
    reps,
    pools: [pool],
    rules: [{ name: 'All', when: null, then: { kind: 'pool', pool: 'north' } }],
  });
}

async function act(dibs: Keeping, ids: string[], step: Action): Promise<Keeping> {
  const now = dibs.context.clock.now().getTime();
  if (step.kind === 'arrive') ids.push(await dibs.claimed(step.rep));
  else if (step.kind === 'pass') await dibs.until(new Date(now + step.minutes * MINUTE));
  else if (step.kind === 'jump') await dibs.jump(step.minutes * MINUTE);
  else if (step.kind === 'restart') {
    return startKeeping(opened, dibs.context.ruleset, new Date(now + step.minutes * MINUTE));
  } else await work(dibs, ids[step.lead % Math.max(1, ids.length)], step);
  return dibs;
}

async function work({ lead: find, work: use, context }: Keeping, id: string | undefined, step: Action): Promise<void> {
  const owner = id === undefined ? null : (await find(id)).owner;
  if (id === undefined || owner === null) return;
  const inMs = 'minutes' in step ? step.minutes * MINUTE : 0;
  if (step.kind === 'contacted') await use.contacted(id, owner, 'call');
  else if (step.kind === 'release') await use.release(id, owner, 'no-time', null);
  else if (step.kind === 'win') await use.setStage(id, owner, 'won');
  else if (step.kind === 'hand-over') await use.handOver(id, owner, step.rep, null);
  else if (step.kind === 'snooze') await use.snooze(id, owner, new Date(context.clock.now().getTime() + inMs));
}

/** Steps since something began the count anew; a snooze allows the last reminder to be repeated. */
function doubled(timeline: readonly TimelineEntry[]): string[] {
  let seen = new Set<string>();
  const twice: string[] = [];
  for (const { event } of timeline) {
    if (event.type === 'waited') continue;
    if (event.type !== 'reminded' && event.type !== 'escalated') {
      seen = event.type === 'snoozed' ? new Set([...seen].filter((key) => !key.startsWith('reminded'))) : new Set();
      continue;
    }
    const key = `${event.type} ${event.of} ${event.step}`;
    if (seen.has(key)) twice.push(key);
    seen.add(key);
  }
  return twice;
}

it('over 6 random histories in three time zones no step comes twice, and every state is what its timeline says', async () => {
  const histories = fc.record({ terms, actions: fc.array(action, { minLength: 8, maxLength: 16 }) });
  await fc.assert(
    fc.asyncProperty(histories, async ({ terms: limits, actions }) => {
      await opened.database.executeSql('TRUNCATE lead CASCADE', []);
      await opened.database.executeSql('TRUNCATE watch, limit_message', []);
      const ids: string[] = [];
      let dibs = await startKeeping(opened, rulesetOf(limits), '2026-03-27T15:00:00Z');
      for (const step of actions) dibs = await act(dibs, ids, step);
      for (const id of ids) {
        const timeline = await dibs.timeline(id);
        expect(doubled(timeline)).toEqual([]);
        expect(replay(id, timeline)).toEqual(await dibs.lead(id));
      }
    }),
    { numRuns: 6 },
  );
}, 180_000);
