import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandHelp, commandMenu, commandUsage, parseLeadCommand } from '../../../src/domain/lead-command.ts';

const ID = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';

describe('the /lead command', () => {
  it('reads its words in any case and spacing', () => {
    expect(parseLeadCommand('  MINE ')).toEqual({ kind: 'mine' });
    expect(parseLeadCommand('help me please')).toEqual({ kind: 'help' });
    expect(parseLeadCommand(`show   ${ID}`)).toEqual({ kind: 'show', leadId: ID });
    expect(parseLeadCommand('Away  until 14:00  dentist ')).toEqual({ kind: 'away', text: 'until 14:00  dentist' });
    expect(parseLeadCommand('back')).toEqual({ kind: 'back', text: '' });
    expect(parseLeadCommand('out 24 Dec to 2 Jan cover bob')).toEqual({
      kind: 'out',
      text: '24 Dec to 2 Jan cover bob',
    });
    expect(parseLeadCommand('queue')).toEqual({ kind: 'queue', pool: null });
    expect(parseLeadCommand('queue  iberia please')).toEqual({ kind: 'queue', pool: 'iberia' });
    expect(parseLeadCommand(`assign ${ID} @U0123`)).toEqual({ kind: 'assign', leadId: ID, rep: '@U0123' });
    expect(parseLeadCommand(`assign Lead ${ID} to Ana Ruiz`)).toEqual({ kind: 'assign', leadId: ID, rep: 'Ana Ruiz' });
  });

  it.each(['contacted', 'won', 'lost', 'snooze', 'handover', 'release'] as const)(
    'reads %s with what follows it',
    (word) => {
      expect(parseLeadCommand(`${word.toUpperCase()}  0198c1d2 a note `)).toEqual({
        kind: word,
        text: '0198c1d2 a note',
      });
      expect(parseLeadCommand(word)).toEqual({ kind: word, text: '' });
    },
  );

  it('takes a word with a slash before it for the same word', () => {
    expect(parseLeadCommand('/away for 2h')).toEqual({ kind: 'away', text: 'for 2h' });
  });

  it('takes nothing at all for help', () => {
    expect(parseLeadCommand(' \n ')).toEqual({ kind: 'help' });
  });

  it('takes an id pasted from a card with the word "Lead" before it', () => {
    expect(parseLeadCommand(`show Lead ${ID}`)).toEqual({ kind: 'show', leadId: ID });
  });

  it('asks for the id when show comes without one, or with something that cannot be one', () => {
    for (const text of ['show', 'show lead', 'show <!channel>', `show ${'a'.repeat(65)}`]) {
      expect(parseLeadCommand(text), text).toEqual({ kind: 'incomplete', word: 'show' });
    }
  });

  it('asks for the rep when assign comes without one', () => {
    for (const text of ['assign', `assign ${ID}`, `assign ${ID} to `, 'assign <b> ana']) {
      expect(parseLeadCommand(text), text).toEqual({ kind: 'incomplete', word: 'assign' });
    }
  });

  it('offers the word that is at most 2 slips away', () => {
    expect(parseLeadCommand('mien')).toMatchObject({ kind: 'unknown', didYouMean: 'mine' });
    expect(parseLeadCommand('hlep')).toMatchObject({ kind: 'unknown', didYouMean: 'help' });
    expect(parseLeadCommand('Shwo 1')).toMatchObject({ kind: 'unknown', didYouMean: 'show' });
    expect(parseLeadCommand('awya until 14:00')).toMatchObject({ kind: 'unknown', didYouMean: 'away' });
    expect(parseLeadCommand('queu')).toMatchObject({ kind: 'unknown', didYouMean: 'queue' });
  });

  it('offers nothing for a word that is far from all of its own', () => {
    for (const text of ['x', 'banana', 'territory']) {
      expect(parseLeadCommand(text), text).toMatchObject({ kind: 'unknown', didYouMean: null });
    }
  });

  it('repeats at most 20 characters of what was typed', () => {
    expect(parseLeadCommand('z'.repeat(10_000))).toEqual({ kind: 'unknown', typed: 'z'.repeat(20), didYouMean: null });
  });

  it('reads every text without failing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Boolean(parseLeadCommand(text).kind)));
  });

  it('explains each word with the name people type here', () => {
    expect(commandHelp('@Dibs').length).toBeGreaterThan(commandMenu().length);
    expect(commandMenu().length).toBeLessThanOrEqual(12);
    expect(commandHelp('@Dibs').every((line) => line.startsWith('@Dibs '))).toBe(true);
    expect(commandUsage('/lead', 'show')).toBe('/lead show <lead id>');
  });
});
