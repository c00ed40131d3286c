import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TeamsMessage } from '../../../src/chat/teams/adaptive-card.ts';
import { MESSAGE_MAX_BYTES, messageBytes, renderCard } from '../../../src/chat/teams/render-card.ts';
import { oneLine, paragraph } from '../../../src/chat/text.ts';
import type { Card, CardForm } from '../../../src/domain/card.ts';
import { poolCard } from '../../../src/domain/lead-card.ts';
import { offerCard } from '../../../src/domain/offer-card.ts';
import { DELIVERY, OPEN_CARD, worstCard } from '../../helpers/cards.ts';
import { hiddenValues, spellings } from '../../helpers/hidden-values.ts';
import { NOW, testLead, testPool, testRuleset } from '../../helpers/leads.ts';
import { EVERY_CARD, hostileTeamsCard } from './cards.ts';
import { parseEvents, readOfficialSchema, SCHEMA_FILE } from './official-rules.ts';

interface Part {
  type: string;
  [property: string]: unknown;
}

/** Every object in a card that has a `type`, in the order in which it is read. */
function parts(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(parts);
  return 'type' in value && typeof value.type === 'string' ? [{ ...value, type: value.type }, ...inner] : inner;
}

/** A line a paragraph, as a person reads it. */
function lines({ card }: TeamsMessage): string[] {
  return parts(card.body).flatMap((part) => {
    if (part.type === 'TextBlock') return [String(part.text)];
    return part.type === 'RichTextBlock' ? [runs(part.inlines).join('')] : [];
  });
}

function runs(inlines: unknown): string[] {
  return parts(inlines).flatMap((run) => (run.type === 'TextRun' ? [String(run.text)] : []));
}

/** Words of the renderer's own that stand in Markdown, the only ones that may. */
const TONES = ['🟢 Open', '🎯 For you', '🤝 In hand', '🏁 Closed', '⚠️ Needs attention'];

/** Runs of the renderer's own, which no card brings. */
const OUR_RUNS = new Set([': ', ' · ', '–', '–…']);

const MOMENT =
  /\{\{DATE\(\d{4}(-\d{2}){2}T(\d{2}:){2}\d{2}Z,SHORT\)\}\} \{\{TIME\(\d{4}(-\d{2}){2}T(\d{2}:){2}\d{2}Z\)\}\}/g;

describe('renderCard', () => {
  it('shows tone, title, fields, quotation, small print and the button, in that order', () => {
    const message = renderCard(OPEN_CARD);
    expect(message.card.body.map((element) => element.type)).toEqual([
      'Container',
      'RichTextBlock',
      'RichTextBlock',
      'Container',
      'RichTextBlock',
      'ActionSet',
    ]);
    expect(lines(message)).toEqual([
      '🟢 Open',
      'Petra Probe · Sample Foods',
      'Title: Head of Purchasing',
      'Website: https://sample-foods.example',
      'We need 40 seats.\nPlease call on Monday.',
      'Received {{DATE(2026-03-02T13:05:00Z,SHORT)}} {{TIME(2026-03-02T13:05:00Z)}} · iberia',
    ]);
  });

  it('says the tone in words and in a colour of its own, 5 of each', () => {
    const heads = (['open', 'offered', 'taken', 'closed', 'attention'] as const).map(
      (tone) => renderCard({ ...OPEN_CARD, tone }).card.body[0],
    );
    expect(heads.map((head) => parts(head).find((part) => part.type === 'TextBlock')?.text)).toEqual(TONES);
    expect(new Set(heads.map((head) => parts(head)[0]?.style)).size).toBe(5);
  });

  it('says until when an offer stands right under its title, in full size', () => {
    const { card } = renderCard(EVERY_CARD.offer ?? OPEN_CARD);
    const [, , title, until] = parts(card.body[0]).filter((part) => part.type !== 'TextRun');
    expect(runs(title?.inlines).join('')).toBe('Quilla Zembra · Vornado Preserves');
    expect(runs(until?.inlines)[0]).toBe('Yours to take until');
    expect(parts(until).some((part) => part.isSubtle === true)).toBe(false);
    expect(lines({ summary: '', card }).filter((line) => line.includes('until'))).toHaveLength(1);
  });

  it('gives notifications, speech and clients too old for cards the summary', () => {
    const { summary, card } = renderCard({ ...OPEN_CARD, summary: 'New lead: Probe & Co <b>' });
    expect([summary, card.fallbackText, card.speak]).toEqual([
      'New lead: Probe & Co ‹b›',
      'New lead: Probe & Co ‹b›',
      'New lead: Probe and Co ‹b›',
    ]);
  });

  it('makes a link only of mailto:, tel: and http(s): addresses', () => {
    const links = [
      'mailto:a@b.example',
      'tel:+15550100',
      'https://b.example',
      'javascript:alert(1)//https://b.example',
      'msteams://teams.microsoft.com/l/call',
      'http://a b',
    ];
    const fields = links.map((link) => ({ label: 'L', value: 'v', link }));
    const drawn = parts(renderCard({ ...OPEN_CARD, fields }).card).filter((part) => part.type === 'Action.OpenUrl');
    expect(drawn.map((part) => part.url)).toEqual(links.slice(0, 3));
  });

  it('keeps a value on its line, so that it cannot pass for another field', () => {
    const fields = [{ label: 'Company', value: 'Acme\nTaken by: Ana' }];
    expect(lines(renderCard({ ...OPEN_CARD, fields }))).toContain('Company: Acme Taken by: Ana');
  });

  it('shows 100 pools with ids of 20 characters to choose from', () => {
    const options = Array.from({ length: 100 }, (_, index) => {
      const pool = `pool-${index}`.padEnd(20, 'x');
      return { value: pool, label: pool };
    });
    const actions = [
      { kind: 'select' as const, id: 'send-to-pool' as const, placeholder: 'Pool…', options, value: DELIVERY },
    ];
    const [menu] = parts(renderCard({ ...OPEN_CARD, actions }).card).filter((part) => part.type === 'Input.ChoiceSet');
    expect(menu?.choices).toHaveLength(100);
  });

  it('shortens a 10,000-character message to fit, with an ellipsis', () => {
    const quoted = lines(renderCard({ ...OPEN_CARD, quote: 'word '.repeat(2000) })).find((line) =>
      line.startsWith('word'),
    );
    expect(quoted?.length).toBeGreaterThan(2000);
    expect(quoted?.endsWith('…')).toBe(true);
  });
});

describe.each(Object.entries(EVERY_CARD))('the card %s', (_, card) => {
  const message = renderCard(card);

  it.runIf(existsSync(SCHEMA_FILE))('keeps to the official schema of Adaptive Cards 1.5', () => {
    expect(readOfficialSchema()(message.card)).toBe('');
  });

  it('is read by the official renderer without a complaint', () => {
    expect(parseEvents(message.card)).toEqual([]);
  });

  it('shows its title, every field and every note in full', () => {
    const shown = lines(message);
    expect(shown.slice(0, 2)).toEqual([expect.any(String), card.title]);
    for (const { label, value } of card.fields) expect(shown).toContain(`${label}: ${value}`);
    for (const note of card.footer) {
      expect(shown.join('\n')).toContain('text' in note ? note.text : `${note.label} {{DATE(`);
    }
  });
});

it.runIf(existsSync(SCHEMA_FILE))('the official checks find what is wrong with a card', () => {
  const check = readOfficialSchema();
  const { card } = renderCard(OPEN_CARD);
  expect(check({ ...card, body: [{ type: 'TextBlok', text: 'x' }] })).not.toBe('');
  expect(check({ ...card, body: [{ type: 'RichTextBlock' }] })).not.toBe('');
  expect(parseEvents({ ...card, body: [{ type: 'TextBlok', text: 'x' }] })).toHaveLength(1);
});

describe('the largest card that can be made', () => {
  it('keeps its title, 3 fields with their links and 6 actions', () => {
    const message = renderCard(worstCard());
    expect(messageBytes(message)).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
    const all = parts(message.card);
    expect(all.filter((part) => part.type === 'Action.OpenUrl')).toHaveLength(3);
    expect(all.filter((part) => part.type === 'Action.ShowCard')).toHaveLength(6);
    expect(lines(message)[1]).toMatch(/^界{20,}…$/);
  });

  it.each(['*', '"', '*"'])('fits even when it is written in nothing but %s', (mark) => {
    const text = mark.repeat(3000);
    const { fields, footer, actions, ...card } = worstCard();
    const menus = actions.map((action) => ({ ...action, placeholder: text, value: 'v'.repeat(64) }));
    const message = renderCard({
      ...card,
      summary: text,
      title: text,
      quote: text,
      fields: fields.map((field) => ({ ...field, label: text, value: text })),
      footer: footer.map((note) => ({ ...note, label: text })),
      actions: menus.map(({ id, ...menu }) =>
        id === 'release' || id === 'decline'
          ? { kind: 'button', id, label: text, style: 'danger', value: menu.value, form: endlessForm(text) }
          : { ...menu, id },
      ),
    });
    expect(messageBytes(message)).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
    expect(parts(message.card).filter((part) => part.type === 'Action.ShowCard')).toHaveLength(6);
  });
});

/** As long as a form can get by what a routing file says. */
function endlessForm(text: string): CardForm {
  const options = Array.from({ length: 150 }, (_, index) => ({ value: `${index}`.padStart(75, 'p'), label: text }));
  const field = { kind: 'choice' as const, name: 'rep', label: 'Who gets it?', required: true, options };
  return { submit: 'Send', fields: [field, { kind: 'text', name: 'note', label: 'Note', required: false, max: 500 }] };
}

describe('any card, with hostile text in every place', () => {
  const check = existsSync(SCHEMA_FILE) ? readOfficialSchema() : () => '';

  it('stays below 24,000 bytes, and both official checks are content with it', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        const message = renderCard(card);
        expect(messageBytes(message)).toBeLessThanOrEqual(24_000);
        expect(check(JSON.parse(JSON.stringify(message.card)))).toBe('');
        expect(parseEvents(message.card)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('has one Markdown text, which is ours, and only links that the card brings', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        const all = parts(renderCard(card).card);
        const markdown = all.filter((part) => part.type === 'TextBlock').map((part) => part.text);
        expect(markdown).toHaveLength(1);
        expect(TONES).toContain(markdown[0]);
        const given = card.fields.map((field) => field.link);
        for (const part of all.filter(({ type }) => type === 'Action.OpenUrl')) {
          expect(given).toContain(part.url);
          expect(part.url).toMatch(/^(https?:\/\/|mailto:|tel:)/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has no moment but ours, and in no run a link or emphasis for clients that read Markdown there', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        for (const run of runs(renderCard(card).card.body)) {
          expect(run.replace(MOMENT, '')).not.toMatch(/\{\{|\]\(|\*.+\*/s);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has no tag, link or moment in summary, speech and fallback text', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        const { summary, card: drawn } = renderCard(card);
        for (const text of [summary, drawn.speak, drawn.fallbackText]) {
          expect(text).not.toMatch(/[<>]|\]\(|\{\{/);
          expect(text.length).toBeGreaterThan(0);
        }
        expect(drawn.speak).not.toContain('&');
      }),
      { numRuns: 200 },
    );
  });

  it('gives every input a name of its own', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        const ids = parts(renderCard(card).card).flatMap(({ type, id }) => (type.startsWith('Input.') ? [id] : []));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 200 },
    );
  });

  it('shows nothing that is not in the card', () => {
    fc.assert(
      fc.property(hostileTeamsCard, (card) => {
        const given = wordsOf(card);
        for (const run of runs(renderCard(card).card.body)) {
          if (OUR_RUNS.has(run)) continue;
          expect(given).toContain(run.replace(MOMENT, '').replace(/…$/, '').trim());
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a blind lead', () => {
  const pools = [
    testPool({ id: 'world', blind: true, reveal: ['country'] }),
    testPool({ id: 'push', strategy: 'round-robin', blind: true, reveal: ['country'] }),
  ];
  const request = { ruleset: testRuleset({ pools }), round: 1, value: DELIVERY };
  const later = new Date(NOW.getTime() + 60_000);

  it('has none of its values anywhere in the payload, open, offered or taken', () => {
    fc.assert(
      fc.property(hiddenValues, (hidden) => {
        const attributes = { ...hidden, country: 'ES' };
        const cards = [
          poolCard({ ...request, lead: testLead({ attributes, pool: 'world' }) }),
          poolCard({ ...request, lead: testLead({ attributes, pool: 'world', status: 'owned', owner: 'ana' }) }),
          offerCard({
            ...request,
            rep: 'ana',
            lead: testLead({ attributes, pool: 'push', status: 'offered', offeredTo: 'ana', offerUntil: later }),
          }),
        ];
        const payload = JSON.stringify(cards.map(renderCard));
        expect(payload).toContain('Spain');
        expect(spellings(hidden).filter((value) => payload.includes(value))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

/** All strings of a card as they may be shown. */
function wordsOf(card: Card): string {
  const strings: string[] = [];
  JSON.stringify(card, (_, value) => {
    if (typeof value === 'string') strings.push(oneLine(value), paragraph(value));
    return value;
  });
  return strings.join('\n');
}
