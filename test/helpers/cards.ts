/** Cards for the tests: ordinary ones, and ones made to break out of their fields. */
import fc from 'fast-check';
import { CARD_ACTIONS, type Card, type CardAction, type CardNote, type CardOption } from '../../src/domain/card.ts';

export const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';

export const OPEN_CARD: Card = {
  summary: 'New lead in iberia: Petra Probe · Sample Foods',
  title: 'Petra Probe · Sample Foods',
  tone: 'open',
  fields: [
    { label: 'Title', value: 'Head of Purchasing' },
    { label: 'Website', value: 'https://sample-foods.example', link: 'https://sample-foods.example' },
  ],
  quote: 'We need 40 seats.\nPlease call on Monday.',
  footer: [{ label: 'Received', at: new Date('2026-03-02T13:05:00Z') }, { text: 'iberia' }],
  actions: [{ kind: 'button', id: 'claim', label: 'Claim', style: 'primary', value: DELIVERY }],
};

const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<@U0123456>',
  '<#C0123456|general>',
  '<!subteam^S012>',
  '<http://evil.example|Acme>',
  '<!date^0^{date}|x>',
  '@everyone',
  ':rotating_light:',
  '*bold* _it_ ~no~ `code` ```pre```',
  '> quoted',
  '&lt;!channel&gt;',
  '\u202Eevil',
  'مرحبا',
  '👨‍👩‍👧‍👦',
  '\u0000\u001B[31m',
  '\uD800',
  '"}],"blocks":[',
  `e${'\u0301'.repeat(300)}`,
  'x'.repeat(10_000),
  '界'.repeat(3000),
  '\n'.repeat(500),
  '',
];

/** Any text a lead or a sender can bring. */
export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }).map((parts) => parts.join(' ')),
);

const note: fc.Arbitrary<CardNote> = fc.oneof(
  fc.record({ text: hostileText }),
  fc.record({
    label: hostileText,
    at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
  }),
);

const option: fc.Arbitrary<CardOption> = fc.record({
  // Ids of ours, never anything of a lead; too long ones are left out.
  value: fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme-ascii', maxLength: 100 })),
  label: hostileText,
});

/** Mostly one card's id, as cards are made; then actions share a block. */
const cardValue = fc.oneof(fc.constant(DELIVERY), fc.uuid());

const action: fc.Arbitrary<CardAction> = fc.oneof(
  fc.record({
    kind: fc.constant('button' as const),
    id: fc.constantFrom(...CARD_ACTIONS),
    label: hostileText,
    value: cardValue,
  }),
  fc.record({
    kind: fc.constant('select' as const),
    id: fc.constantFrom(...CARD_ACTIONS),
    placeholder: hostileText,
    options: fc.array(option, { maxLength: 150 }),
    value: cardValue,
  }),
);

export const hostileNotes = fc.array(note, { maxLength: 60 });

/** As much of everything as a type allows, in characters that take the most room. */
export function worstCard(): Card {
  const endless = '界'.repeat(3000);
  const link = `https://${'a'.repeat(500)}.example`;
  const options = Array.from({ length: 150 }, (_, index) => ({ value: `${index}`.padStart(75, 'p'), label: endless }));
  return {
    summary: endless,
    title: endless,
    tone: 'attention',
    fields: Array.from({ length: 60 }, () => ({ label: endless, value: endless, link: link.slice(0, 200) })),
    quote: endless,
    footer: Array.from({ length: 30 }, () => ({ label: endless, at: new Date('2026-03-02T13:05:00Z') })),
    actions: CARD_ACTIONS.map((id) => ({
      kind: 'select',
      id,
      placeholder: endless,
      options,
      selected: options[0]?.value ?? '',
      value: DELIVERY,
    })),
  };
}

export const hostileCard: fc.Arbitrary<Card> = fc.record(
  {
    summary: hostileText,
    title: hostileText,
    tone: fc.constantFrom('open', 'offered', 'taken', 'closed', 'attention'),
    fields: fc.array(
      fc.record({ label: hostileText, value: hostileText, link: hostileText }, { requiredKeys: ['label', 'value'] }),
      {
        maxLength: 60,
      },
    ),
    quote: hostileText,
    footer: fc.array(note, { maxLength: 30 }),
    actions: fc.array(action, { maxLength: 8 }),
  },
  { requiredKeys: ['summary', 'title', 'tone', 'fields', 'footer', 'actions'] },
);
