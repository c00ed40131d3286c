import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertRuns, noteRuns, noteText, plainText } from '../../../src/chat/teams/card-text.ts';
import { hostileText } from '../../helpers/cards.ts';
import { TEAMS_MARKUP } from './cards.ts';

const ROOM = { length: 500, pieces: 50 };
const pieces = (text: string) => inertRuns(text, ROOM).map((run) => run.text);

describe('a text in runs', () => {
  it('is one run as long as nothing in it could be markup', () => {
    for (const text of [
      'Acme & Söhne',
      'ana_de_la_rosa@acme.example',
      'https://x.example/a_b(c)',
      '2 [sic] {x}',
      'Jan - Feb 2. v1.0',
      '界 🧪',
    ]) {
      expect(pieces(text)).toEqual([text]);
    }
  });

  it('is cut within a link, emphasis, a list and a moment, because clients read each run alone', () => {
    expect(pieces('[Acme](https://evil.example)')).toEqual(['[Acme]', '(https://evil.example)']);
    expect(pieces('2*3*4')).toEqual(['2*', '3*', '4']);
    expect(pieces('_x_ y')).toEqual(['_', 'x_', ' y']);
    expect(pieces('1. FC Sample')).toEqual(['1', '. FC Sample']);
    expect(pieces('Two:\n- seats\n- desks')).toEqual(['Two:\n-', ' seats\n-', ' desks']);
    expect(pieces('{{TIME(2026-03-02T13:05:00Z)}}')).toEqual(['{', '{TIME(2026-03-02T13:05:00Z)}}']);
  });

  it('has neither a link, nor emphasis, nor a list, nor a moment in any run, and reads as before', () => {
    const anyText = fc.array(fc.oneof(hostileText, fc.constantFrom(...TEAMS_MARKUP)), { maxLength: 4 });
    fc.assert(
      fc.property(anyText, (parts) => {
        const text = parts.join(' ');
        const runs = inertRuns(text, { length: 50_000, pieces: 50_000 }).map((run) => run.text);
        expect(runs.join('')).toBe(text);
        for (const run of runs) {
          expect(run).not.toMatch(/\]\(|\{\{|\*.*\*|(^|\n)(-|\d+\.)\s/s);
          const betweenWords = run.replace(/(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])/g, '');
          expect(betweenWords).not.toMatch(/_.*_/s);
        }
      }),
    );
  });

  it('ends in an ellipsis where it would be cut into too many', () => {
    expect(inertRuns('*'.repeat(50), { length: 100, pieces: 3 }).map((run) => run.text)).toEqual(['*', '*', '*…']);
  });
});

describe('a moment', () => {
  const at = new Date('2026-03-02T13:05:07.123Z');

  it('is a token that each client shows on its own clock', () => {
    expect(noteRuns({ label: 'Received', at }, ROOM).map((run) => run.text)).toEqual([
      'Received',
      ' {{DATE(2026-03-02T13:05:07Z,SHORT)}} {{TIME(2026-03-02T13:05:07Z)}}',
    ]);
  });

  it('is in UTC where tokens are not read, and ends its sentence', () => {
    expect(noteText([{ label: 'This offer ran out:', at }, { text: 'Bob has it.' }])).toBe(
      'This offer ran out: 2026-03-02 13:05 UTC. Bob has it.',
    );
  });
});

describe('plain text', () => {
  it('can hold no link, moment, mention or tag, and still reads as it was', () => {
    expect(plainText('[a](https://b.example) {{{TIME(x)}} <at>Ana</at>', 100)).toBe(
      '[a] (https://b.example) { { {TIME(x)}} ‹at›Ana‹/at›',
    );
  });
});
