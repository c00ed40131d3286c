/** Cards for the Teams tests: one of every kind, and ones made to break out of their places. */
import fc from 'fast-check';
import type { Card } from '../../../src/domain/card.ts';
import { detailCard, ownerCard, poolCard } from '../../../src/domain/lead-card.ts';
import { offerCard } from '../../../src/domain/offer-card.ts';
import { reviewCard } from '../../../src/domain/screening/review-card.ts';
import { DELIVERY, hostileCard } from '../../helpers/cards.ts';
import { NOW, testLead, testPool, testRuleset } from '../../helpers/leads.ts';

const ruleset = testRuleset({
  pools: [...testRuleset().pools, testPool({ id: 'north', strategy: 'round-robin' })],
  currency: 'EUR',
});
const request = { ruleset, round: 1, value: DELIVERY };
const owned = testLead({ status: 'owned', owner: 'ana', ownedAt: NOW });
const offered = testLead({
  pool: 'north',
  status: 'offered',
  offeredTo: 'ana',
  offerUntil: new Date(NOW.getTime() + 5 * 60_000),
});

const FIVE_PAST = new Date(NOW.getTime() + 5 * 60_000).toISOString();

/** Every kind of card in every state, as the domain makes them. */
export const EVERY_CARD: Record<string, Card> = {
  'pool-open': poolCard({ ...request, lead: testLead() }),
  'pool-blind': poolCard({ ...request, lead: testLead({ pool: 'world' }) }),
  'pool-taken': poolCard({ ...request, lead: owned }),
  'pool-outdated': poolCard({ ...request, lead: testLead({ round: 2, reason: 'no-time' }) }),
  offer: offerCard({ ...request, lead: offered, rep: 'ana' }),
  'offer-closed': offerCard({ ...request, lead: offered, rep: 'bob' }),
  owner: ownerCard({ ...request, lead: owned, rep: 'ana' }),
  'owner-working': ownerCard({ ...request, lead: { ...owned, stage: 'meeting', contactedAt: NOW }, rep: 'ana' }),
  'owner-limited': ownerCard({
    ...request,
    lead: {
      ...owned,
      limit: {
        name: 'first-touch',
        since: FIVE_PAST,
        until: FIVE_PAST,
        fired: 0,
        snoozedUntil: FIVE_PAST,
        reminder: null,
      },
    },
    rep: 'ana',
  }),
  'owner-won': ownerCard({ ...request, lead: { ...owned, status: 'won', stage: 'won', amount: 12_500 }, rep: 'ana' }),
  'owner-lost-it': ownerCard({ ...request, lead: owned, rep: 'bob' }),
  review: reviewCard({ ...request, lead: testLead({ status: 'review', pool: null, reason: 'big deal' }) }),
  'review-scored': reviewCard({
    ...request,
    lead: testLead({
      status: 'review',
      pool: null,
      reason: 'Score 5: between −20 and 20',
      screening: { verdict: 'review', score: 5, reasons: [{ name: 'Spain', points: 5 }], approvedBy: null },
    }),
  }),
  'review-rejected': reviewCard({
    ...request,
    lead: testLead({
      status: 'disqualified',
      reason: 'Spam or a test',
      screening: { verdict: 'disqualified', score: 5, reasons: [], approvedBy: null, rejectedBy: 'maya@acme.example' },
    }),
  }),
  'review-done': reviewCard({ ...request, lead: testLead() }),
  detail: detailCard(owned, ruleset, ['Rule “Everyone” sent it to iberia.', 'Ana Ruiz claimed it.'], {
    firstTouchAt: NOW,
    rep: 'ana',
    clockMs: 200_000,
    workingMs: 100_000,
  }),
};

/** What Adaptive Cards, their Markdown and Teams give a meaning. */
export const TEAMS_MARKUP = [
  '[Open the contract](https://evil.example)',
  '![](https://evil.example/pixel.png)',
  '**bold** _italic_ *both*',
  '- one\n- two',
  '<at>Ana Ruiz</at>',
  '<b>bold</b><script>alert(1)</script>',
  '{{DATE(2020-02-02T02:02:02Z,SHORT)}} {{TIME(2020-02-02T02:02:02Z)}}',
  '{{{TIME(2020-02-02T02:02:02Z)}}}',
  '"}],"actions":[',
  '*_[]({{'.repeat(500),
];

/** Hostile cards as for Slack, with markup of Teams in each of their texts. */
export const hostileTeamsCard = fc
  .tuple(hostileCard, fc.array(fc.constantFrom(...TEAMS_MARKUP, ''), { minLength: 1, maxLength: 5 }))
  .map(([card, markup]): Card => {
    let turn = 0;
    const spice = (text: string) => {
      turn += 1;
      const added = markup[turn % markup.length] ?? '';
      return turn % 2 === 0 ? text + added : added + text;
    };
    return {
      ...card,
      summary: spice(card.summary),
      title: spice(card.title),
      fields: card.fields.map((field) => ({ ...field, label: spice(field.label), value: spice(field.value) })),
      ...(card.quote === undefined ? {} : { quote: spice(card.quote) }),
      footer: card.footer.map((note) =>
        'text' in note ? { text: spice(note.text) } : { ...note, label: spice(note.label) },
      ),
    };
  });
