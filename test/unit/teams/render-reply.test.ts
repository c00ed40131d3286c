import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageBytes, renderCard } from '../../../src/chat/teams/render-card.ts';
import { renderNote, renderReply, replyText } from '../../../src/chat/teams/render-reply.ts';
import { hostileNotes, OPEN_CARD } from '../../helpers/cards.ts';
import { parseEvents, readOfficialSchema, SCHEMA_FILE } from './official-rules.ts';

const at = new Date('2026-03-02T13:05:00Z');

describe('a private answer', () => {
  it('is nothing at all when there is nothing to say', () => {
    expect(renderReply({ kind: 'nothing' })).toBeNull();
  });

  it("shows a moment in the reader's own time zone, and in UTC where cards are not shown", () => {
    const { summary, card } = renderNote([{ label: 'Petra Probe, yours since', at }]);
    expect(summary).toBe('Petra Probe, yours since 2026-03-02 13:05 UTC.');
    expect(JSON.stringify(card)).toContain(' {{DATE(2026-03-02T13:05:00Z,SHORT)}} {{TIME(2026-03-02T13:05:00Z)}}');
  });

  it('can be a whole card', () => {
    expect(renderReply({ kind: 'card', card: OPEN_CARD })).toEqual(renderCard(OPEN_CARD));
  });

  it('shows as many of 1,000 leads as a message holds, and says that there are more', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => ({ text: `Lead number ${index} of this test` }));
    const text = JSON.stringify(renderNote(lines).card);
    expect(text).toContain('Lead number 50 ');
    expect(text).toContain('"text":"…"');
  });

  it('is taken by both official checks whatever is in its lines', () => {
    const check = existsSync(SCHEMA_FILE) ? readOfficialSchema() : () => '';
    fc.assert(
      fc.property(hostileNotes, (lines) => {
        const message = renderNote(lines);
        expect(messageBytes(message)).toBeLessThanOrEqual(24_000);
        expect(check(message.card)).toBe('');
        expect(parseEvents(message.card)).toEqual([]);
        expect(JSON.stringify(message.card)).not.toContain('"TextBlock"');
      }),
    );
  });
});

describe('the text that a click is answered with', () => {
  it('is what the answer says, in one line', () => {
    expect(replyText({ kind: 'nothing' })).toBe('Done.');
    expect(replyText({ kind: 'card', card: OPEN_CARD })).toBe(OPEN_CARD.summary);
    expect(replyText({ kind: 'note', lines: [{ text: 'Your click counts.' }, { label: 'Decided', at }] })).toBe(
      'Your click counts. Decided 2026-03-02 13:05 UTC.',
    );
  });

  it('has at most 200 characters and something to read, whatever is in it', () => {
    fc.assert(
      fc.property(hostileNotes, (lines) => {
        const text = replyText({ kind: 'note', lines });
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(200);
        expect(text).not.toMatch(/[<>]|\]\(|\{\{/);
      }),
    );
  });
});
