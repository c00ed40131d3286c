import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReceiveLeads, type IntakeRequest } from '../../../src/app/receive-leads.ts';
import type { LeadRepository, NewLead, Store, TakenKey } from '../../../src/ports/store.ts';
import { NOW } from '../../helpers/leads.ts';

type IntakePart = Pick<LeadRepository, 'insert' | 'addKeys' | 'findKeys'>;

/** The part of the store that the intake uses, in memory; the store's own contract is tested on the databases. */
function memoryIntake() {
  const leads: NewLead[] = [];
  const keys = new Map<string, TakenKey>();
  const calls: string[] = [];
  const part: IntakePart = {
    insert: async (batch) => {
      calls.push('insert');
      const own = batch.flatMap((lead) => lead.keys.map((key) => ({ ...key, leadId: lead.id })));
      const isDouble = new Set(own.map(({ key }) => key)).size < own.length;
      if (isDouble || own.some(({ key }) => keys.has(key))) return 'key_taken';
      leads.push(...batch);
      for (const key of own) keys.set(key.key, key);
      return 'stored';
    },
    addKeys: async (added) => {
      calls.push('addKeys');
      for (const key of added) if (!keys.has(key.key)) keys.set(key.key, key);
    },
    findKeys: async (wanted) => {
      calls.push('findKeys');
      return wanted.flatMap((key) => keys.get(key) ?? []);
    },
  };
  return { part, leads, keys, calls };
}

function setUp(memory = memoryIntake()) {
  let nextId = 0;
  let woken = 0;
  const { receive } = createReceiveLeads({
    store: { leads: memory.part } as unknown as Store,
    clock: { now: () => NOW, sleep: async () => undefined },
    ids: { next: () => `lead-${++nextId}` },
    wake: { router: () => (woken += 1), assigner: () => {}, deliveries: () => undefined },
  });
  return { ...memory, receive, woken: () => woken };
}

function request(overrides: Partial<IntakeRequest> & { externalId?: string; source?: string } = {}): IntakeRequest {
  const { externalId, source, ...rest } = overrides;
  const attributes = { custom: {}, ...(externalId && { externalId }), ...(source && { source }) };
  return { attributes, receivedAt: null, caller: 'api', requestHash: 'hash-1', ...rest };
}

describe('createReceiveLeads', () => {
  it('stores a batch without keys in 1 statement, and wakes the router once', async () => {
    const { receive, leads, calls, woken } = setUp();
    const outcomes = await receive([request(), request(), request()]);
    expect(outcomes).toEqual(['lead-1', 'lead-2', 'lead-3'].map((id) => ({ kind: 'stored', id })));
    expect(leads.map((lead) => lead.id)).toEqual(['lead-1', 'lead-2', 'lead-3']);
    expect(calls).toEqual(['insert']);
    expect(woken()).toBe(1);
  });

  it('keeps the time the sender gives, else takes the clock', async () => {
    const { receive, leads } = setUp();
    const earlier = new Date('2026-02-01T00:00:00Z');
    await receive([request({ receivedAt: earlier }), request()]);
    expect(leads.map((lead) => lead.at)).toEqual([earlier, NOW]);
  });

  it('answers a repeat of an idempotency key with the first lead, and stores and wakes nothing', async () => {
    const { receive, leads, woken } = setUp();
    await receive([request({ idempotencyKey: 'k1' })]);
    expect(await receive([request({ idempotencyKey: 'k1' })])).toEqual([{ kind: 'repeat', id: 'lead-1' }]);
    expect(leads).toHaveLength(1);
    expect(woken()).toBe(1);
  });

  it('refuses a known idempotency key with another body, in the store and within one batch', async () => {
    const { receive, leads } = setUp();
    const other = request({ idempotencyKey: 'k1', requestHash: 'hash-2' });
    expect(await receive([request({ idempotencyKey: 'k1' }), other])).toEqual([
      { kind: 'stored', id: 'lead-1' },
      { kind: 'key_reused' },
    ]);
    expect(await receive([other])).toEqual([{ kind: 'key_reused' }]);
    expect(leads).toHaveLength(1);
  });

  it('takes the same external id of the same source for the same lead, whatever else the body says', async () => {
    const { receive } = setUp();
    const first = request({ externalId: '42', source: 'hubspot' });
    const second = request({ externalId: '42', source: 'hubspot', requestHash: 'hash-2' });
    const elsewhere = request({ externalId: '42', source: 'webinar' });
    expect(await receive([first, second, elsewhere])).toEqual([
      { kind: 'stored', id: 'lead-1' },
      { kind: 'repeat', id: 'lead-1' },
      { kind: 'stored', id: 'lead-2' },
    ]);
    expect(await receive([second])).toEqual([{ kind: 'repeat', id: 'lead-1' }]);
  });

  it('keeps callers apart, and sources with a colon in their name', async () => {
    const { receive, leads } = setUp();
    await receive([
      request({ idempotencyKey: 'k1' }),
      request({ idempotencyKey: 'k1', caller: 'import' }),
      request({ externalId: 'b:c', source: 'a' }),
      request({ externalId: 'c', source: 'a:b' }),
    ]);
    expect(leads).toHaveLength(4);
  });

  it('links the new key of a repeat to the lead, so that a repeat under that key alone is found', async () => {
    const { receive, leads } = setUp();
    await receive([request({ externalId: '42' })]);
    await receive([request({ externalId: '42', idempotencyKey: 'k2' })]);
    expect(await receive([request({ idempotencyKey: 'k2' })])).toEqual([{ kind: 'repeat', id: 'lead-1' }]);
    expect(leads).toHaveLength(1);
  });

  it('settles a batch of new, known and bad ones in 4 statements: insert, look, link, insert', async () => {
    const { receive, calls, leads } = setUp();
    await receive([request({ externalId: '1' }), request({ idempotencyKey: 'k1' })]);
    calls.length = 0;
    const outcomes = await receive([
      request({ externalId: '1', idempotencyKey: 'k3' }),
      request({ idempotencyKey: 'k1', requestHash: 'hash-2' }),
      request({ externalId: '2' }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['repeat', 'key_reused', 'stored']);
    expect(calls).toEqual(['insert', 'findKeys', 'addKeys', 'insert']);
    expect(leads).toHaveLength(3);
  });

  it('finds the winner when another instance takes the key between the look and the insert', async () => {
    const memory = memoryIntake();
    const { receive } = setUp(memory);
    const { insert } = memory.part;
    let races = 0;
    memory.part.insert = async (batch) => {
      races += 1;
      if (races === 1)
        await insert([{ id: 'theirs', at: NOW, attributes: { custom: {} }, keys: batch[0]?.keys ?? [] }]);
      return insert(batch);
    };
    expect(await receive([request({ idempotencyKey: 'k1' })])).toEqual([{ kind: 'repeat', id: 'theirs' }]);
  });

  it('gives up after 5 lost races, and says that it can be tried again', async () => {
    const memory = memoryIntake();
    memory.part.insert = async () => {
      memory.calls.push('insert');
      return 'key_taken';
    };
    const { receive } = setUp(memory);
    await expect(receive([request({ idempotencyKey: 'k1' })])).rejects.toMatchObject({
      code: 'intake_contended',
      retry: 'later',
    });
    expect(memory.calls.filter((call) => call === 'insert')).toHaveLength(5);
  });

  it('decides a batch as if its requests had come one by one, for 500 random sequences', async () => {
    const anyRequest = fc.record({
      idempotencyKey: fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined }),
      externalId: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
      source: fc.option(fc.constantFrom('hubspot', 'a:b'), { nil: undefined }),
      requestHash: fc.constantFrom('hash-1', 'hash-2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyRequest, { maxLength: 6 }), { maxLength: 4 }), async (batches) => {
        const together = setUp();
        const alone = setUp();
        for (const batch of batches) {
          const requests = batch.map((one) => request(withoutAbsent(one)));
          const one = [];
          for (const single of requests) one.push(...(await alone.receive([single])));
          const all = await together.receive(requests);
          expect(all.map(({ kind }) => kind)).toEqual(one.map(({ kind }) => kind));
        }
        expect(together.leads).toHaveLength(alone.leads.length);
        expect([...together.keys.keys()].sort()).toEqual([...alone.keys.keys()].sort());
      }),
      { numRuns: 500 },
    );
  });
});

/** Without the members that are `undefined`. */
function withoutAbsent<T extends object>(value: T): { [key in keyof T]: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
