/** A lead's state is the sum of its timeline: whatever happens to it, the two agree. Runs on PGlite and on PostgreSQL. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LeadEvent, replay } from '../../../src/domain/lead-event.ts';
import type { Trace } from '../../../src/domain/trace.ts';
import type { LeadChange } from '../../../src/ports/store.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at, changed, storeLead } from '../../helpers/store-data.ts';

const { store } = await openTestStore();

// What PostgreSQL cannot keep in JSON is refused at the edges: U+0000 and half a surrogate pair.
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => value.replaceAll('\0', ''));
const rep = fc.constantFrom('ana', 'bob', 'cho');
const destination = fc.oneof(
  fc.record({ kind: fc.constant('pool' as const), pool: text }),
  fc.record({ kind: fc.constant('rep' as const), rep }),
  fc.record({ kind: fc.constantFrom('review' as const, 'disqualify' as const), reason: text }),
);

/** Anything that can be in a timeline after `received`. Whether it makes sense is the domain's business, not the store's. */
const event: fc.Arbitrary<LeadEvent> = fc.oneof(
  fc.record({
    type: fc.constant('routed' as const),
    ruleset: fc.nat(9),
    to: destination,
    trace: fc.constant<Trace>([]),
  }),
  fc.record({ type: fc.constant('claimed' as const), rep }),
  fc.record({ type: fc.constant('contacted' as const), rep, how: fc.constantFrom('call' as const, 'other' as const) }),
  fc.record({ type: fc.constant('stage' as const), rep, stage: fc.constantFrom('meeting', 'won', 'lost') }),
  fc.record({ type: fc.constant('released' as const), rep, reason: text, note: text }),
  fc.record({ type: fc.constant('decided' as const), by: text, to: destination }),
  fc.record({ type: fc.constant('requeued' as const), reason: text }),
  fc.record({ type: fc.constant('erased' as const) }),
);

const attributes = fc.record({
  name: text,
  revenue: fc.integer(),
  custom: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), { maxKeys: 3 }),
});

it('keeps the state of 40 random histories equal to the replay of their timelines', { timeout: 60_000 }, async () => {
  const histories = fc.tuple(attributes, fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), { maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(histories, async ([given, batches]) => {
      let lead = await storeLead(store, { attributes: given, at: at(0.123) });
      for (const events of batches) {
        const changes: LeadChange[] = [];
        for (const one of events) {
          const change = changed(lead, one, at(lead.version + 0.456));
          changes.push(change);
          lead = change.lead;
        }
        await store.leads.append(changes);
      }
      const timeline = await store.leads.timeline(lead.id);
      expect(timeline.map((entry) => entry.version)).toEqual(
        Array.from({ length: lead.version }, (_, index) => index + 1),
      );
      expect(replay(lead.id, timeline)).toEqual(lead);
      expect(await store.leads.find(lead.id)).toEqual(lead);
      expect(await store.transaction((tx) => tx.leads.lock([lead.id]))).toEqual([lead]);
    }),
    { numRuns: 40 },
  );
});
