/** What a digest says, and that any figures fit both chats. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSize, renderCard as renderSlack } from '../../../src/chat/slack/render-card.ts';
import { MESSAGE_MAX_BYTES, messageBytes, renderCard as renderTeams } from '../../../src/chat/teams/render-card.ts';
import type { Digest } from '../../../src/domain/digest/digest.ts';
import { digestCard, headline, whyUnequal } from '../../../src/domain/digest/digest-card.ts';
import { digestCsv } from '../../../src/domain/digest/digest-csv.ts';
import { FACT_KINDS } from '../../../src/domain/digest/fact.ts';
import { DIMENSIONS, type FigureRow, type Figures, NO_FIGURES } from '../../../src/domain/digest/figures.ts';
import { DIGEST_SPANS, periodBefore } from '../../../src/domain/digest/period.ts';
import { checkBlocks } from '../../../src/playground/block-kit/check-blocks.ts';
import { hostileText } from '../../helpers/cards.ts';

const period = periodBefore('week', new Date('2026-03-09T08:00:00Z'), 'Europe/Madrid');

function figures(counts: Partial<Figures['counts']>, response: Partial<Figures['response']> = {}, amount = 0): Figures {
  return { counts: { ...NO_FIGURES.counts, ...counts }, amount, response: { ...NO_FIGURES.response, ...response } };
}

const MINUTE = 60_000;
const WEEK: Digest = {
  period,
  of: 'all pools',
  pools: null,
  reader: null,
  total: figures(
    {
      received: 42,
      qualified: 40,
      claimed: 20,
      accepted: 18,
      offered: 30,
      declined: 6,
      'timed-out': 2,
      touched: 35,
      won: 4,
    },
    { answered: 35, median: 4 * MINUTE, p90: 90 * MINUTE, within: 24, due: 40 },
    12_500,
  ),
  before: figures(
    { received: 30, qualified: 30, claimed: 25, won: 6 },
    { answered: 25, median: 7 * MINUTE, p90: 95 * MINUTE, within: 10, due: 28 },
  ),
  own: null,
  arrivals: [9, 8, 10, 7, 6, 1, 1],
  tables: [
    {
      by: 'rep',
      rows: [
        {
          key: 'ana',
          ...figures(
            { claimed: 25, declined: 5, 'timed-out': 2, won: 3 },
            { answered: 24, median: 3 * MINUTE, p90: 9 * MINUTE, within: 20, due: 25 },
          ),
        },
        {
          key: 'bob',
          ...figures(
            { claimed: 13, declined: 1, won: 1 },
            { answered: 11, median: 12 * MINUTE, p90: 80 * MINUTE, within: 4, due: 15 },
          ),
        },
      ],
    },
    {
      by: 'source',
      rows: [
        {
          key: 'fair',
          ...figures({ received: 9 }, { answered: 8, median: 40 * MINUTE, p90: 90 * MINUTE, within: 0, due: 9 }),
        },
      ],
    },
  ],
  fairness: [
    { rep: 'ana', received: 25, entitled: 20, absences: 4, balance: 0.5, aside: 0.5 },
    { rep: 'bob', received: 13, entitled: 18, absences: -4, balance: -0.5, aside: -0.5 },
  ],
  stale: [
    { rep: 'ana', count: 1 },
    { rep: 'bob', count: 4 },
  ],
  waiting: 2,
  experiments: [],
  currency: 'EUR',
  nameOf: (rep) => ({ ana: 'Ana Ruiz', bob: 'Bob Okafor' })[rep] ?? rep,
};

const field = (digest: Digest, label: string) => digestCard(digest).fields.find((one) => one.label === label)?.value;

describe('the digest of a week', () => {
  it('begins with one sentence that says it all', () => {
    expect(headline(WEEK)).toBe(
      '42 leads came in, 38 taken, 35 answered: half of them within 4 min (3 min faster than the week before).',
    );
  });

  it('compares each figure with the week before', () => {
    expect(field(WEEK, 'Came in')).toBe('42 (+12)');
    expect(field(WEEK, 'Won')).toBe('4 (−2), €12,500');
    expect(field(WEEK, 'Within the limit')).toBe('60 % of 40 (was 36 %)');
    expect(field(WEEK, 'First answer')).toBe('half within 4 min, nine of ten within 1 h 30 min');
  });

  it('names what needs somebody', () => {
    expect(field(WEEK, 'Untouched too long')).toBe('5 leads, 4 of them with Bob Okafor');
    expect(field(WEEK, 'Waiting for somebody')).toBe('2 leads');
    expect(field(WEEK, 'Passed on most')).toBe('Ana Ruiz, 7 offers');
    expect(field(WEEK, 'Slowest source')).toBe('fair, half within 40 min');
  });

  it('has a line for each rep, whoever took most first, with how fair it was', () => {
    expect(digestCard(WEEK).table).toEqual({
      columns: ['Rep', 'Leads', 'Half within', 'In time', 'Won', 'Passed on', 'Fair'].map((label, index) => ({
        label,
        align: index === 0 ? 'left' : 'right',
      })),
      rows: [
        ['Ana Ruiz', '25', '3 min', '80 %', '3', '7', '+5.0'],
        ['Bob Okafor', '13', '12 min', '27 %', '1', '1', '−5.0'],
      ],
    });
  });

  it('says whose share is not what the rotation owed them, and why', () => {
    const shares = digestCard(WEEK).fields.filter(({ label }) => label.startsWith('Share of'));
    expect(shares.map(({ label }) => label)).toEqual(['Share of Ana Ruiz', 'Share of Bob Okafor']);
    expect(shares[0]?.value).toMatch(/^\+5\.0 against an entitlement of 20\.0: \+4\.0 absences/);
  });

  it('draws the leads of each day, and how soon each rep answers', () => {
    const [days, answers] = digestCard(WEEK).charts ?? [];
    expect([days?.title, days?.points.length]).toEqual(['Leads per day', 7]);
    expect(answers?.points).toEqual([
      { label: 'Ana Ruiz', value: 3 },
      { label: 'Bob Okafor', value: 12 },
    ]);
  });

  it('draws no chart of what leads call themselves, and none of colleagues for a rep', () => {
    const bySource = WEEK.tables.filter(({ by }) => by === 'source');
    expect(digestCard({ ...WEEK, tables: bySource }).charts).toHaveLength(1);
    expect(digestCard({ ...WEEK, own: { now: WEEK.total, before: WEEK.before } }).charts).toHaveLength(1);
  });

  it('says why somebody got more than their part', () => {
    const [ana] = WEEK.fairness;
    expect(ana && whyUnequal(ana)).toBe(
      '+5.0 against an entitlement of 20.0: +4.0 absences, caps and leads not for everybody; +0.5 turns owed from before, or still owed; +0.5 leads past the rotation, and turns that were passed on',
    );
  });

  it('of a single lead speaks of one', () => {
    const one = { ...WEEK, total: figures({ received: 1, qualified: 1 }), before: NO_FIGURES };
    expect(headline(one)).toBe('One lead came in, 0 taken, none answered yet.');
  });

  it('without any lead says so, and what it was before, and draws nothing', () => {
    const none: Digest = {
      ...WEEK,
      total: NO_FIGURES,
      arrivals: [0, 0, 0, 0, 0, 0, 0],
      tables: [{ by: 'rep', rows: [] }],
      stale: [],
      waiting: 0,
    };
    const card = digestCard(none);
    expect(headline(none)).toBe('No leads came in; the week before it was 30.');
    expect(card.charts).toBeUndefined();
    expect(card.table).toBeUndefined();
  });
});

const anyCount = fc.oneof(fc.nat(3), fc.nat(1_000_000));
const anyFigures: fc.Arbitrary<Figures> = fc.record({
  counts: fc.record(Object.fromEntries(FACT_KINDS.map((kind) => [kind, anyCount]))) as fc.Arbitrary<Figures['counts']>,
  amount: fc.double({ min: 0, max: 1e12, noNaN: true }),
  response: fc.record({
    answered: anyCount,
    median: fc.option(fc.nat(1e9)),
    p90: fc.option(fc.nat(1e9)),
    within: anyCount,
    due: anyCount,
  }),
});
const anyRow: fc.Arbitrary<FigureRow> = fc
  .record({ key: fc.option(hostileText), figures: anyFigures })
  .map(({ key, figures: own }) => ({ key, ...own }));
const anyDigest: fc.Arbitrary<Digest> = fc
  .record({
    every: fc.constantFrom(...DIGEST_SPANS),
    total: anyFigures,
    before: anyFigures,
    own: fc.option(fc.record({ now: anyFigures, before: anyFigures })),
    arrivals: fc.array(anyCount, { maxLength: 12 }),
    tables: fc.array(fc.record({ by: fc.constantFrom(...DIMENSIONS), rows: fc.array(anyRow, { maxLength: 150 }) }), {
      maxLength: 3,
    }),
    stale: fc.array(fc.record({ rep: hostileText, count: anyCount }), { maxLength: 30 }),
    waiting: anyCount,
    experiments: fc.array(fc.record({ name: hostileText, says: hostileText }), { maxLength: 4 }),
    currency: fc.constantFrom(null, 'EUR', 'JPY'),
    of: hostileText,
  })
  .map(({ every, ...rest }) => ({
    ...rest,
    period: periodBefore(every, new Date('2026-03-29T08:00:00Z'), 'Europe/Madrid'),
    pools: null,
    reader: rest.own ? 'ana' : null,
    fairness: [],
    nameOf: (rep: string) => rep,
  }));

describe('a digest with any figures, and any text for sources', () => {
  it('is taken by a strict Slack, charts and table included', () => {
    fc.assert(
      fc.property(anyDigest, fc.boolean(), (digest, charts) => {
        const { text, blocks } = renderSlack(digestCard(digest), { charts });
        expect(checkBlocks('message', JSON.parse(JSON.stringify(blocks)))).toMatchObject({ ok: true });
        expect(jsonSize(blocks)).toBeLessThan(12_000);
        expect(text.length).toBeLessThanOrEqual(4000);
      }),
      { numRuns: 200 },
    );
  });

  it('stays below 24,000 bytes in Teams, and each chart says itself in words as well', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const message = renderTeams(digestCard(digest));
        expect(messageBytes(message)).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
        for (const element of message.card.body) {
          if (element.type.startsWith('Chart.')) expect(element).toMatchObject({ fallback: { type: 'RichTextBlock' } });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is CSV in which no cell is a formula, with as many cells in each line', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const csv = digestCsv(digest);
        expect(csv).not.toMatch(/(^|,|\n)"?[=@\t]/);
      }),
      { numRuns: 100 },
    );
  });
});
