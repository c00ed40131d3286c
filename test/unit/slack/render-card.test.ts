import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOfBlock } from '../../../src/chat/slack/render-actions.ts';
import { jsonSize, renderCard } from '../../../src/chat/slack/render-card.ts';
import { oneLine, paragraph } from '../../../src/chat/text.ts';
import type { Card } from '../../../src/domain/card.ts';
import { checkBlocks } from '../../../src/playground/block-kit/check-blocks.ts';
import { DELIVERY, hostileCard, OPEN_CARD, worstCard } from '../../helpers/cards.ts';

/** Every object in the blocks that has a `type`. */
function typed(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(typed);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(typed);
  return 'type' in value ? [{ ...value }, ...inner] : inner;
}

/** Every text that a person reads in the blocks. */
function shownTexts(blocks: unknown): string[] {
  return typed(blocks).flatMap((part) => (typeof part.text === 'string' ? [part.text] : []));
}

const DATE_TOKEN = /^<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC>$/;

/** Words of the renderer's own, which no card brings. */
const OUR_WORDS = /🟢 Open|🎯 For you|🤝 In hand|🏁 Closed|⚠️ Needs attention|·|–|…|:/gu;

describe('renderCard', () => {
  it('shows title, fields, quotation, small print and the button, in that order', () => {
    const { blocks } = renderCard(OPEN_CARD);
    expect(blocks.map((block) => block.type)).toEqual(['header', 'rich_text', 'context', 'actions']);
    expect(shownTexts(blocks)).toEqual([
      '🟢 Open – Petra Probe · Sample Foods',
      'Title:',
      ' ',
      'Head of Purchasing',
      '\n',
      'Website:',
      ' ',
      'https://sample-foods.example',
      'We need 40 seats.\nPlease call on Monday.',
      'Received',
      '<!date^1772456700^{date_short_pretty} {time}|2026-03-02 13:05 UTC>',
      '· iberia',
      'Claim',
    ]);
  });

  it('says the tone in words too, 5 of them, for those who do not see the colour', () => {
    const words = (['open', 'offered', 'taken', 'closed', 'attention'] as const).map(
      (tone) => renderCard({ ...OPEN_CARD, tone }).blocks[0],
    );
    expect(shownTexts(words).map((text) => text.split(' – ')[0])).toEqual([
      '🟢 Open',
      '🎯 For you',
      '🤝 In hand',
      '🏁 Closed',
      '⚠️ Needs attention',
    ]);
  });

  it('gives notifications the summary first, then the fields', () => {
    expect(renderCard(OPEN_CARD).text).toBe(
      'New lead in iberia: Petra Probe · Sample Foods\nTitle: Head of Purchasing\nWebsite: https://sample-foods.example',
    );
  });

  it('puts the action in action_id and the delivery in value and block_id', () => {
    const card: Card = {
      ...OPEN_CARD,
      actions: [
        { kind: 'button', id: 'contacted', label: 'Contacted', value: DELIVERY },
        {
          kind: 'select',
          id: 'stage',
          placeholder: 'Stage…',
          options: [{ value: 'won', label: 'Won' }],
          selected: 'won',
          value: DELIVERY,
        },
      ],
    };
    expect(renderCard(card).blocks.at(-1)).toMatchObject({
      block_id: expect.stringMatching(new RegExp(`^actions:[0-9a-f]{8}:${DELIVERY}$`)),
      elements: [
        { action_id: 'contacted', value: DELIVERY },
        { action_id: 'stage', initial_option: { value: 'won' } },
      ],
    });
  });

  it('makes a link only of mailto:, tel: and http(s): addresses', () => {
    const links = [
      'mailto:a@b.example',
      'tel:+15550100',
      'https://b.example',
      'javascript:alert(1)//https://b.example',
      'slack://open',
      'http://a b',
    ];
    const fields = links.map((link) => ({ label: 'L', value: 'v', link }));
    const drawn = typed(renderCard({ ...OPEN_CARD, fields }).blocks).filter((part) => part.type === 'link');
    expect(drawn.map((part) => part.url)).toEqual(links.slice(0, 3));
  });

  it('keeps a value on its line, so that it cannot pass for another field', () => {
    const fields = [{ label: 'Company', value: 'Acme\nTaken by: Ana' }];
    expect(shownTexts(renderCard({ ...OPEN_CARD, fields }).blocks)).toContain('Acme Taken by: Ana');
  });

  it('leaves out an option whose value is over 75 characters: cut short, it would mean another', () => {
    const options = [
      { value: 'p'.repeat(76), label: 'long' },
      { value: 'p'.repeat(75), label: 'fits' },
    ];
    const actions = [
      { kind: 'select' as const, id: 'send-to-pool' as const, placeholder: 'Pool…', options, value: DELIVERY },
    ];
    const texts = shownTexts(renderCard({ ...OPEN_CARD, actions }).blocks);
    expect(texts).toContain('fits');
    expect(texts).not.toContain('long');
  });

  it('shows 100 pools with ids of 20 characters to choose from', () => {
    const options = Array.from({ length: 100 }, (_, index) => {
      const pool = `pool-${index}`.padEnd(20, 'x');
      return { value: pool, label: pool };
    });
    const actions = [
      { kind: 'select' as const, id: 'send-to-pool' as const, placeholder: 'Pool…', options, value: DELIVERY },
    ];
    expect(shownTexts(renderCard({ ...OPEN_CARD, actions }).blocks)).toContain('pool-99xxxxxxxxxxxxx');
  });

  it('shortens a 10,000-character message to fit, with an ellipsis', () => {
    const { blocks } = renderCard({ ...OPEN_CARD, quote: 'word '.repeat(2000) });
    const quoted = shownTexts(blocks).find((text) => text.startsWith('word'));
    expect(quoted?.length).toBeGreaterThan(2000);
    expect(quoted?.endsWith('…')).toBe(true);
  });
});

describe('the largest card that can be made', () => {
  it('keeps its title, 3 fields and 6 actions, and is taken by a strict Slack', () => {
    const { blocks } = renderCard(worstCard());
    expect(checkBlocks('message', JSON.parse(JSON.stringify(blocks)))).toMatchObject({ ok: true });
    expect(jsonSize(blocks)).toBeLessThan(12_000);
    expect(typed(blocks).filter((part) => part.type === 'link')).toHaveLength(3);
    expect(typed(blocks).filter((part) => part.type === 'static_select')).toHaveLength(6);
  });
});

describe('a menu', () => {
  const blockId = (card: Card) => renderCard(card).blocks.find(({ type }) => type === 'actions')?.block_id;

  it('is another one once the card says something else, so that the same can be chosen again', () => {
    const touched = { ...OPEN_CARD, footer: [...OPEN_CARD.footer, { text: 'Contacted' }] };
    expect(blockId(OPEN_CARD)).toBe(blockId({ ...OPEN_CARD }));
    expect(blockId(touched)).not.toBe(blockId(OPEN_CARD));
    expect([OPEN_CARD, touched].map((card) => valueOfBlock(blockId(card) ?? ''))).toEqual([DELIVERY, DELIVERY]);
    expect(valueOfBlock(`actions:${DELIVERY}`)).toBe(DELIVERY);
    expect(valueOfBlock('elsewhere')).toBeNull();
  });
});

describe('any card, with hostile text in every place', () => {
  it('is taken by a strict Slack and stays below 12,000 characters of ASCII JSON', () => {
    fc.assert(
      fc.property(hostileCard, (card) => {
        const { text, blocks } = renderCard(card);
        const verdict = checkBlocks('message', JSON.parse(JSON.stringify(blocks)));
        expect(verdict).toMatchObject({ ok: true });
        expect(jsonSize(blocks)).toBeLessThan(12_000);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(4000);
      }),
      { numRuns: 300 },
    );
  });

  it('has no mrkdwn but date tokens of ours, and no mention, emoji or broadcast element', () => {
    const harmless = new Set(
      'header rich_text rich_text_section rich_text_quote text link context plain_text mrkdwn actions button static_select'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(hostileCard, (card) => {
        for (const part of typed(renderCard(card).blocks)) {
          expect(harmless).toContain(part.type);
          if (part.type === 'mrkdwn') expect(part.text).toMatch(DATE_TOKEN);
          if (part.type === 'plain_text') expect(part.emoji).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has no < or > in the text for notifications', () => {
    fc.assert(
      fc.property(hostileCard, (card) => !/[<>]/.test(renderCard(card).text)),
      { numRuns: 300 },
    );
  });

  it('shows nothing that is not in the card', () => {
    fc.assert(
      fc.property(hostileCard, (card) => {
        const given = wordsOf(card);
        for (const shown of shownTexts(renderCard(card).blocks)) {
          if (DATE_TOKEN.test(shown)) continue;
          for (const piece of shown.split(OUR_WORDS).map((part) => part.trim())) expect(given).toContain(piece);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** All strings of a card as they may be shown, without what the renderer adds itself. */
function wordsOf(card: Card): string {
  const strings: string[] = [];
  JSON.stringify(card, (_, value) => {
    if (typeof value === 'string') strings.push(oneLine(value), paragraph(value));
    return value;
  });
  return strings.join('\n');
}
