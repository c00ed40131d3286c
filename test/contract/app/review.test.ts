/** Admins in the review channel, from a click or a form to the answer and what follows from it. Ana and Bob are admins, Cleo is none. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeLeads } from '../../../src/app/record-changes.ts';
import type { Lead, LeadAttributes } from '../../../src/domain/lead.ts';
import type { Rule, Ruleset } from '../../../src/domain/ruleset.ts';
import type { ScreeningPlan } from '../../../src/domain/screening/screening-plan.ts';
import { type Chatting, lines, startChatting } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES, testRuleset } from '../../helpers/leads.ts';

const opened = await openTestStore();

const NOBODY = { emails: [], domains: [], phones: [] };
const SCREENING: ScreeningPlan = {
  by: {
    kind: 'rules',
    rules: [
      { name: 'Large', when: { kind: 'test', field: 'employees', test: { op: 'gt', value: 200 } }, points: 20 },
      { name: 'Spain', when: { kind: 'test', field: 'country', test: { op: 'in', values: ['ES'] } }, points: 5 },
    ],
    thresholds: { qualified: 20, disqualified: -20 },
  },
  block: { ...NOBODY, domains: ['junk.example'] },
  allow: NOBODY,
};
const EVERYONE: Rule = { name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } };

/** In review, with a score of 5. */
const SMALL: LeadAttributes = { ...FULL_ATTRIBUTES, employees: 12 };

let chat: Chatting;
let leadId: string;

beforeEach(() => start());

async function start(overrides: Partial<Ruleset> = {}): Promise<void> {
  const admins = ['ana@acme.example', 'bob@acme.example'];
  chat = await startChatting(opened, testRuleset({ admins, screening: SCREENING, rules: [EVERYONE], ...overrides }));
  leadId = await chat.pushing.arrive(SMALL);
}

const card = (round?: number) => chat.card(leadId, 'review', round);
const state = (): Promise<Lead> => chat.pushing.lead(leadId);
async function events(): Promise<string[]> {
  return (await opened.store.leads.timeline(leadId)).map(({ event }) => event.type);
}

/** What the form for corrections brings back when nothing is touched, with changes. */
async function filledIn(changes: Record<string, string> = {}): Promise<Record<string, string>> {
  const asked = await chat.ask('ana', 'edit', await card());
  if (asked.kind !== 'form') throw new Error(JSON.stringify(asked));
  const shown = asked.form.fields.map((field) => [field.name, 'value' in field ? (field.value ?? '') : ''] as const);
  const values = { ...Object.fromEntries(shown), ...asked.form.hidden, ...changes };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

describe('approving', () => {
  it('sends the lead through the rules, past screening, and says who', async () => {
    expect(await state()).toMatchObject({ status: 'review', reason: 'Score 5: between −20 and 20' });
    expect(await chat.click('ana', 'approve', await card())).toEqual({ kind: 'nothing' });
    await chat.pushing.settle();
    expect(await state()).toMatchObject({
      status: 'pooled',
      pool: 'world',
      reason: null,
      screening: {
        verdict: 'qualified',
        score: 5,
        reasons: [{ name: 'Spain', points: 5 }],
        approvedBy: 'ana@acme.example',
      },
    });
    expect(await events()).toEqual(['received', 'routed', 'approved', 'routed']);
  });

  it('is refused where no rule leads to sales, and nothing changes', async () => {
    await start({ rules: [{ name: 'All', when: null, then: { kind: 'review', reason: 'Look first' } }] });
    const [words] = lines(await chat.click('ana', 'approve', await card()));
    expect(words).toMatch(/^No rule sends this lead to sales.*Send it to a pool instead\.$/);
    expect(await state()).toMatchObject({ status: 'review' });
  });

  it('and everything else is for admins alone', async () => {
    const id = await card();
    for (const reply of [
      await chat.click('cleo', 'approve', id),
      await chat.sendToPool('cleo', id, 'world'),
      await chat.ask('cleo', 'edit', id),
      await chat.ask('cleo', 'disqualify', id),
      await chat.submit('cleo', 'edit', id, { version: '2' }),
      await chat.submit('cleo', 'disqualify', id, { reason: 'spam' }),
      await chat.click('cleo', 'bringBack', id),
    ]) {
      if (reply.kind !== 'note') throw new Error(`answered with ${reply.kind}`);
      expect(lines(reply)[0]).toMatch(/^Only admins/);
    }
    expect(await chat.type('cleo', `restore ${leadId}`)).toEqual([expect.stringMatching(/^Only admins/)]);
    expect(await chat.type('cleo', 'rejected')).toEqual([expect.stringMatching(/^Only admins/)]);
    expect(await events()).toEqual(['received', 'routed']);
  });
});

describe('a digest', () => {
  async function qualified(): Promise<number> {
    const { rows } = await opened.database.executeSql(`SELECT FROM fact WHERE what = 'qualified'`, []);
    return rows.length;
  }

  it('counts a lead as qualified once: when it first goes to a pool or a rep, however long it was in review', async () => {
    const before = await qualified();
    await chat.submit('ana', 'disqualify', await card(), { reason: 'spam' });
    await chat.click('ana', 'bringBack', await card());
    expect(await qualified()).toBe(before);
    await chat.click('ana', 'approve', await card());
    await chat.pushing.settle();
    expect(await qualified()).toBe(before + 1);

    // It goes to a pool a second time.
    const event = { type: 'requeued', reason: 'its pool is no longer in the routing file' } as const;
    await changeLeads(chat.pushing.context, [{ leadId }], () => ({ event, outcome: true }), false);
    await chat.pushing.settle();
    expect(await state()).toMatchObject({ status: 'pooled', round: 4 });
    expect(await qualified()).toBe(before + 1);
  });
});

describe('two admins at once', () => {
  it('one wins, and the other is told who decided and what', async () => {
    const id = await card();
    const replies = await Promise.all([
      chat.click('ana', 'approve', id),
      chat.submit('bob', 'disqualify', id, { reason: 'spam' }),
    ]);
    const refused = replies.filter(({ kind }) => kind === 'note');
    expect(refused).toHaveLength(1);
    expect(lines(refused[0] ?? { kind: 'nothing' })[0]).toMatch(
      /^(Ana Ruiz approved it|Bob Okafor rejected it \(Spam or a test\)) at the same moment as you, and was first; nothing was changed\.$/,
    );
    expect((await events()).filter((type) => type === 'approved' || type === 'decided')).toHaveLength(1);
  });

  it('a form that one opened before the other decided is refused likewise', async () => {
    const values = await filledIn({ company: 'Other' });
    const id = await card();
    await chat.sendToPool('bob', id, 'iberia');
    expect(lines(await chat.submit('ana', 'edit', id, values))[0]).toMatch(/^Bob Okafor sent it to iberia /);
    expect(lines(await chat.ask('ana', 'edit', id))[0]).toMatch(/^Bob Okafor sent it to iberia /);
    expect(lines(await chat.click('bob', 'approve', id))[0]).toBe(
      'You sent it to iberia already; nothing more was changed.',
    );
  });

  it('a form that shows what the other has changed since saves nothing', async () => {
    const values = await filledIn({ company: 'From Ana' });
    await chat.submit('bob', 'edit', await card(), await filledIn({ company: 'From Bob' }));
    const [words] = lines(await chat.submit('ana', 'edit', await card(), values));
    expect(words).toMatch(/^This lead was changed meanwhile, so nothing was saved\./);
    expect((await state()).attributes.company).toBe('From Bob');
  });
});

describe('correcting', () => {
  it('shows what is known, and left alone changes nothing', async () => {
    const asked = await chat.ask('ana', 'edit', await card());
    if (asked.kind !== 'form') throw new Error('no form');
    const shown = Object.fromEntries(
      asked.form.fields.map((field) => [field.name, 'value' in field ? field.value : undefined]),
    );
    expect(shown).toMatchObject({
      firstName: 'Quilla',
      lastName: 'Zembra',
      email: 'quilla.zembra@vornado.example',
      employees: '12',
      revenue: '731942',
      message: 'We need nine hundred jars by Thursday.',
    });
    expect(shown).not.toHaveProperty('name');
    const [words] = lines(await chat.submit('ana', 'edit', await card(), await filledIn()));
    expect(words).toBe('Nothing was changed: it says so already.');
    expect(await events()).toEqual(['received', 'routed']);
  });

  it('stores the normal form, screens again, and keeps the lead in review with all that no form shows', async () => {
    const changes = {
      employees: '201-500',
      country: 'Portugal',
      phone: '911 23 45 67',
      jobTitle: '',
      lastName: 'Zembra Ruiz',
    };
    expect(await chat.submit('ana', 'edit', await card(), await filledIn(changes))).toEqual({ kind: 'nothing' });
    const { status, attributes, screening } = await state();
    expect(status).toBe('review');
    const { jobTitle: _, ...rest } = SMALL;
    expect(attributes).toEqual({
      ...rest,
      lastName: 'Zembra Ruiz',
      name: 'Quilla Zembra Ruiz',
      employees: 201,
      country: 'PT',
      phone: '+351911234567',
    });
    expect(screening).toEqual({
      verdict: 'qualified',
      score: 20,
      reasons: [{ name: 'Large', points: 20 }],
      approvedBy: null,
    });
  });

  it('says beside the field what is wrong with it, and saves nothing', async () => {
    const changes = { email: 'no address', employees: 'many', country: '' };
    const answer = await chat.submit('ana', 'edit', await card(), await filledIn(changes));
    expect(answer).toEqual({
      kind: 'problems',
      problems: [
        { field: 'email', label: 'E-mail', text: expect.stringContaining('ana@company.example') },
        { field: 'employees', label: 'Employees', text: expect.stringContaining('a range such as 51-200') },
      ],
    });
    const unknown = await chat.submit('ana', 'edit', await card(), await filledIn({ country: 'Ruritania' }));
    expect(unknown).toMatchObject({ kind: 'problems', problems: [{ field: 'country' }] });
    expect(await events()).toEqual(['received', 'routed']);
  });

  it('refuses what no form of ours sends: no version, or one that is none', async () => {
    for (const version of ['', '-1', '2e9', '99']) {
      const values = { ...(await filledIn()), version, company: 'Other' };
      expect(lines(await chat.submit('ana', 'edit', await card(), values))[0]).toMatch(/changed meanwhile/);
    }
  });
});

describe('rejecting', () => {
  it('asks why, keeps the note, and can be taken back: nothing is deleted', async () => {
    expect(await chat.submit('ana', 'disqualify', await card(), {})).toEqual({
      kind: 'problems',
      problems: [{ field: 'reason', text: 'Pick a reason.' }],
    });
    await chat.submit('ana', 'disqualify', await card(), { reason: 'spam', note: 'Sent thrice' });
    expect(await state()).toMatchObject({
      status: 'disqualified',
      reason: 'Spam or a test: Sent thrice',
      screening: { verdict: 'disqualified', score: 5, rejectedBy: 'ana@acme.example' },
    });

    expect(await chat.click('bob', 'bringBack', await card())).toEqual({ kind: 'nothing' });
    const { status, round, screening, attributes } = await state();
    expect([status, round, screening?.verdict, screening?.rejectedBy]).toEqual(['review', 2, 'review', undefined]);
    expect(attributes).toEqual(SMALL);
    // It has a new card, and the old one does nothing more.
    await chat.click('bob', 'approve', await card(2));
    await chat.pushing.settle();
    expect(await state()).toMatchObject({ status: 'pooled', pool: 'world' });
    expect(await events()).toEqual(['received', 'routed', 'decided', 'restored', 'approved', 'routed']);
  });

  it('a card that is out of date brings nothing back that is not out', async () => {
    const id = await card();
    await chat.submit('ana', 'disqualify', id, { reason: 'spam' });
    await chat.click('ana', 'bringBack', id);
    const [words] = lines(await chat.click('bob', 'bringBack', id));
    expect(words).toBe('This lead is not out: only a rejected or disqualified one can be brought back.');
  });
});

describe('what screening kept out', () => {
  beforeEach(async () => {
    leadId = await chat.pushing.arrive({
      ...SMALL,
      email: 'any@junk.example',
      domain: 'junk.example',
      name: 'Junk One',
    });
  });

  it('is listed by "rejected", the last one first, with reason, by whom and id', async () => {
    const other = await chat.pushing.arrive(SMALL);
    await chat.pushing.at(new Date('2026-03-02T10:00:00Z'));
    await chat.submit('bob', 'disqualify', await chat.card(other, 'review'), { reason: 'student' });
    const [head, first, second] = await chat.type('ana', 'rejected');
    expect(head).toContain('the last one first');
    expect(first).toBe(`Quilla Zembra · Vornado Preserves · Student or researcher · by Bob Okafor · ${other}`);
    expect(second).toBe(`Junk One · Vornado Preserves · Its domain is on the block list · ${leadId}`);
  });

  it('comes back by "restore" and its id, once', async () => {
    expect(await chat.type('ana', `restore ${leadId}`)).toEqual([
      'Brought back: it is in review now, in the admins’ channel.',
    ]);
    expect(await state()).toMatchObject({ status: 'review', reason: 'brought back' });
    expect(await chat.type('bob', `restore ${leadId}`)).toEqual([
      'This lead is not out: only a rejected or disqualified one can be brought back.',
    ]);
    expect(await chat.type('ana', 'rejected')).not.toEqual(expect.arrayContaining([expect.stringContaining(leadId)]));
    await chat.click('ana', 'approve', await card());
    await chat.pushing.settle();
    // Approved, it is not blocked again.
    expect(await state()).toMatchObject({ status: 'pooled', pool: 'world' });
  });

  it('does not come back once the person was removed, or by an id that is none', async () => {
    await opened.database.executeSql(`UPDATE lead SET status = 'erased' WHERE id = $1::uuid`, [leadId]);
    expect(await chat.type('ana', `restore ${leadId}`)).toEqual([
      'This lead was removed. Nothing is kept of the person.',
    ]);
    expect(await chat.type('ana', 'restore abc')).toEqual([expect.stringMatching(/^There is no lead with this id/)]);
    expect(await chat.type('ana', 'restore')).toEqual(['Type it like this: /lead restore <lead id>']);
  });

  it('that went into another lead stays there, and says which', async () => {
    const into = await chat.pushing.arrive(SMALL);
    await opened.database.executeSql(`UPDATE lead SET status = 'merged', merged_into = $2::uuid WHERE id = $1::uuid`, [
      leadId,
      into,
    ]);
    const [words] = await chat.type('ana', `restore ${leadId}`);
    expect(words).toBe(`This lead went into another one of the same person: ${into}. Decide about that one.`);
  });
});

describe('why a lead is there', () => {
  it('says what counted, the verdict first', async () => {
    const why = lines(await chat.click('ana', 'why', await card()));
    expect(why).toEqual(['Score 5: to review, since it is between −20 and 20.', '+5 Spain.']);
  });
});
