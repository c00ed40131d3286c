import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedText } from '../../../src/chat/slack/typed-text.ts';

describe('what was typed after a command', () => {
  it.each([
    ['until 14:00 (R&amp;D &lt;review&gt;)', 'until 14:00 (R&D <review>)'],
    ['&amp;lt;', '&lt;'],
    ['<@U0123ABC|ana> until 14:00', '@U0123ABC until 14:00'],
    ['cover <@W0123>', 'cover @W0123'],
    ['see <#C0123|general>', 'see #general'],
    ['at <https://a.example/x|a.example>', 'at a.example'],
    ['<mailto:ana@acme.example|ana@acme.example>', 'ana@acme.example'],
    ['<http://a.example>', 'http://a.example'],
    ['<!channel>', '<!channel>'],
    ['a < b', 'a < b'],
  ])('%s is read as %s', (escaped, plain) => {
    expect(typedText(escaped)).toBe(plain);
  });

  it('comes back from Slack’s escaping as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(typedText(escaped)).toBe(text);
      }),
    );
  });

  it('of 100,000 brackets is read at once', () => {
    const before = performance.now();
    typedText('<@'.repeat(50_000));
    typedText(`${'<a'.repeat(50_000)}|`);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
