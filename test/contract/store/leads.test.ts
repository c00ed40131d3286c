/** What the store promises of leads and their keys. Runs on PGlite and on PostgreSQL. */

import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors.ts';
import type { Lead, LeadStatus } from '../../../src/domain/lead.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES, NOW } from '../../helpers/leads.ts';
import { at, changed, happen, keyed, newId, newLead, storeLead, toPool } from '../../helpers/store-data.ts';

const { store } = await openTestStore();

describe('insert', () => {
  it('stores 500 leads at once, each with its received event', async () => {
    const leads = Array.from({ length: 500 }, () => newLead({ attributes: FULL_ATTRIBUTES }));
    expect(await store.leads.insert(leads)).toBe('stored');
    const id = leads[321]?.id ?? '';
    expect(await store.leads.find(id)).toEqual({
      id,
      status: 'received',
      version: 1,
      round: 1,
      pool: null,
      owner: null,
      stage: null,
      rulesetVersion: null,
      receivedAt: NOW,
      ownedAt: null,
      contactedAt: null,
      reason: null,
      offeredTo: null,
      offerUntil: null,
      heldSince: null,
      dueAt: null,
      firstTouchAt: null,
      touchedAt: null,
      amount: null,
      limit: null,
      stepAt: null,
      rule: null,
      arm: null,
      push: null,
      screening: null,
      wroteAgainAt: null,
      mergedInto: null,
      attributes: FULL_ATTRIBUTES,
    });
    expect(await store.leads.timeline(id)).toEqual([
      { version: 1, at: NOW, event: { type: 'received', attributes: FULL_ATTRIBUTES } },
    ]);
  });

  it('keeps any text as it came: emoji, right-to-left, quotes, backslashes, 10,000 characters', async () => {
    const attributes = {
      name: `"O'Brien" \\ $1 {"a":1} ; -- 👩‍🚀 مرحبا`,
      message: 'ß'.repeat(10_000),
      custom: { ['__proto__']: 'own', 'a\nb': null },
    };
    const lead = await storeLead(store, { attributes });
    expect((await store.leads.find(lead.id))?.attributes).toEqual(attributes);
  });

  it('stores nothing when one of 10 leads brings a key that is taken', async () => {
    await store.leads.insert([keyed('insert:taken')]);
    const leads = Array.from({ length: 10 }, (_, index) => keyed(index === 7 ? 'insert:taken' : `insert:new:${index}`));
    expect(await store.leads.insert(leads)).toBe('key_taken');
    expect(await Promise.all(leads.map((lead) => store.leads.find(lead.id)))).toEqual(Array(10).fill(null));
    expect(await store.leads.findKeys(['insert:new:0'])).toEqual([]);
  });

  it('stores no leads when there are none', async () => {
    expect(await store.leads.insert([])).toBe('stored');
  });
});

describe('keys', () => {
  it('finds which of many keys are taken, by which lead and for which request', async () => {
    const lead = newLead({ keys: [{ key: 'find:a', requestHash: 'f00d' }] });
    await store.leads.insert([lead]);
    expect(await store.leads.findKeys(['find:z', 'find:a'])).toEqual([
      { key: 'find:a', leadId: lead.id, requestHash: 'f00d' },
    ]);
    expect(await store.leads.findKeys([])).toEqual([]);
  });

  it('adds keys to a lead that exists and leaves a taken one with its lead', async () => {
    const [first, second] = [keyed('add:a'), keyed('add:b')];
    await store.leads.insert([first, second]);
    await store.leads.addKeys([
      { key: 'add:a', leadId: second.id, requestHash: null },
      { key: 'add:c', leadId: second.id, requestHash: 'beef' },
    ]);
    const owners = Object.fromEntries(
      (await store.leads.findKeys(['add:a', 'add:b', 'add:c'])).map((key) => [key.key, key.leadId]),
    );
    expect(owners).toEqual({ 'add:a': first.id, 'add:b': second.id, 'add:c': second.id });
  });

  it('refuses a key of a lead that is not there, for good and without quoting it', async () => {
    const refused = store.leads.addKeys([{ key: 'add:secret', leadId: newId(), requestHash: null }]);
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'database_refused', retry: 'never' });
    await expect(refused).rejects.not.toThrow(/secret/);
  });
});

describe('lock and append', () => {
  it('returns locked leads as they are now and leaves unknown ids out', async () => {
    const lead = await happen(store, await storeLead(store), toPool('lock'));
    const locked = await store.transaction((tx) => tx.leads.lock([newId(), lead.id]));
    expect(locked).toEqual([lead]);
  });

  it('writes several changes of one lead in one call, the last of them as its state', async () => {
    const lead = await storeLead(store);
    const routed = changed(lead, toPool('twice'), at(1));
    const claimed = changed(routed.lead, { type: 'claimed', rep: 'ana' }, at(2));
    await store.leads.append([routed, claimed]);
    expect(await store.leads.find(lead.id)).toEqual(claimed.lead);
    expect((await store.leads.timeline(lead.id)).map((entry) => entry.event.type)).toEqual([
      'received',
      'routed',
      'claimed',
    ]);
  });

  it('refuses a change that does not follow on what is stored, and writes none of it', async () => {
    const lead = await storeLead(store);
    const routed = await happen(store, lead, toPool('gap'));
    const [stale, gap] = [changed(lead, toPool('other')), changed({ ...routed, version: 3 }, { type: 'erased' })];
    for (const change of [stale, gap]) {
      await expect(store.leads.append([change])).rejects.toMatchObject({
        code: 'lead_changed_meanwhile',
        retry: 'never',
      });
    }
    expect(await store.leads.find(lead.id)).toEqual(routed);
    expect(await store.leads.timeline(lead.id)).toHaveLength(2);
  });
});

describe('what waits for the router', () => {
  it('is taken oldest first, up to the limit, without leads that went on', async () => {
    await drainReceived();
    const [third, first, second] = [
      await storeLead(store, { at: at(30) }),
      await storeLead(store, { at: at(10) }),
      await storeLead(store, { at: at(20) }),
    ];
    await happen(store, await storeLead(store, { at: at(0) }), toPool('gone'));
    expect(await store.leads.backlog()).toEqual({ waiting: 3, oldest: at(10) });
    await expect(store.transaction((tx) => tx.leads.takeReceived(2, true))).resolves.toEqual(
      [first, second].map(unknown),
    );
    await expect(store.transaction((tx) => tx.leads.takeReceived(5, true))).resolves.toEqual(
      [first, second, third].map(unknown),
    );
  });

  it('is an empty list, not busy, when nothing waits', async () => {
    await drainReceived();
    expect(await store.transaction((tx) => tx.leads.takeReceived(10, true))).toEqual([]);
    expect(await store.leads.backlog()).toEqual({ waiting: 0, oldest: null });
  });

  it('has a lead again after it was sent back, at its old place', async () => {
    await drainReceived();
    const lead = await storeLead(store, { at: at(-500) });
    const back = await happen(store, lead, toPool('old'), { type: 'requeued', reason: 'its pool is gone' });
    expect(await store.transaction((tx) => tx.leads.takeReceived(1, true))).toEqual([unknown(back)]);
  });

  /** Of somebody who was never met. */
  function unknown(lead: Lead) {
    return { lead, known: [], companyLead: null };
  }

  async function drainReceived(): Promise<void> {
    const waiting = await store.transaction((tx) => tx.leads.takeReceived(10_000, true));
    if (waiting === 'busy') throw new Error('nobody else routes here');
    await store.leads.append(waiting.map(({ lead }) => changed(lead, toPool('drained'))));
  }
});

describe('looking up', () => {
  it('knows nothing of a lead that is not there', async () => {
    expect(await store.leads.find(newId())).toBeNull();
    expect(await store.leads.timeline(newId())).toEqual([]);
  });

  it('lists what a rep has now, newest first, without what was won, released or taken by others', async () => {
    const own = async (rep: string, seconds: number) => {
      const { lead } = changed(await storeLead(store), { type: 'erased' });
      const received = (await store.leads.find(lead.id)) ?? lead;
      const claim = changed(received, { type: 'claimed', rep }, at(seconds));
      await store.leads.append([claim]);
      return claim.lead;
    };
    const [older, newer, won, released] = [
      await own('rep-l', 1),
      await own('rep-l', 2),
      await own('rep-l', 3),
      await own('rep-l', 4),
    ];
    await own('rep-m', 5);
    await happen(store, won, { type: 'stage', rep: 'rep-l', stage: 'won' });
    await happen(store, released, { type: 'released', rep: 'rep-l', reason: 'not mine' });
    expect(await store.leads.ownedBy('rep-l', 10)).toEqual([newer, older]);
    expect(await store.leads.ownedBy('rep-l', 1)).toEqual([newer]);
    expect(await store.leads.ownedBy('rep-none', 10)).toEqual([]);
  });

  it('finds leads that wait in pools which are no longer there, and no others', async () => {
    const [kept, gone, alsoGone, claimed] = [
      await happen(store, await storeLead(store), toPool('s-kept')),
      await happen(store, await storeLead(store), toPool('s-gone')),
      await happen(store, await storeLead(store), toPool('s-also-gone')),
      await happen(store, await storeLead(store), toPool('s-gone'), { type: 'claimed', rep: 'ana' }),
    ];
    const others = ['lock', 'twice', 'gap', 'gone', 'drained', 'old'];
    const stranded = await store.leads.strandedOutside([...others, 's-kept'], 100);
    expect(stranded.sort()).toEqual([gone.id, alsoGone.id].sort());
    expect(stranded).not.toContain(kept.id);
    expect(stranded).not.toContain(claimed.id);
    expect(await store.leads.strandedOutside([...others, 's-kept'], 1)).toHaveLength(1);
    expect(await store.leads.strandedOutside([...others, 's-kept', 's-gone', 's-also-gone'], 100)).toEqual([]);
  });

  it('counts leads by status', async () => {
    const before = await store.leads.countByStatus();
    await storeLead(store);
    await happen(store, await storeLead(store), { type: 'erased' });
    const grew = (status: LeadStatus, after: typeof before) => (after[status] ?? 0) - (before[status] ?? 0);
    const after = await store.leads.countByStatus();
    expect([grew('received', after), grew('erased', after), grew('owned', after)]).toEqual([1, 1, 0]);
  });
});
