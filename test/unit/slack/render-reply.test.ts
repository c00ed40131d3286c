import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSize } from '../../../src/chat/slack/render-card.ts';
import { renderNote, renderReply } from '../../../src/chat/slack/render-reply.ts';
import { checkBlocks } from '../../../src/playground/block-kit/check-blocks.ts';
import { hostileNotes, OPEN_CARD } from '../../helpers/cards.ts';

describe('a private answer', () => {
  it('is nothing at all when there is nothing to say', () => {
    expect(renderReply({ kind: 'nothing' })).toBeNull();
  });

  it("shows a moment in the reader's own time zone, and in UTC where blocks are not shown", () => {
    const { text, blocks } = renderNote([{ label: 'Petra Probe, yours since', at: new Date('2026-03-02T13:05:00Z') }]);
    expect(text).toBe('Petra Probe, yours since 2026-03-02 13:05 UTC');
    expect(JSON.stringify(blocks)).toContain('"type":"date","timestamp":1772456700');
  });

  it('can be a whole card', () => {
    expect(renderReply({ kind: 'card', card: OPEN_CARD })?.blocks).toHaveLength(4);
  });

  it('shows as many of 1,000 leads as Slack takes, and says that there are more', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => ({ text: `Lead number ${index} of this test` }));
    const { blocks } = renderNote(lines);
    expect(JSON.stringify(blocks)).toContain('Lead number 50 ');
    expect(JSON.stringify(blocks)).toContain('"text":"…"');
  });

  it('is taken by a strict Slack whatever is in its lines', () => {
    fc.assert(
      fc.property(hostileNotes, (lines) => {
        const { text, blocks } = renderNote(lines);
        expect(checkBlocks('message', JSON.parse(JSON.stringify(blocks)))).toMatchObject({ ok: true });
        expect(jsonSize(blocks)).toBeLessThan(12_000);
        expect(text).not.toMatch(/[<>]/);
      }),
    );
  });
});
