import { describe, expect, it } from 'vitest';
import { readEmojiCodes, readMrkdwn } from '../../src/playground/page/mrkdwn.ts';
import { formatSlackDate } from '../../src/playground/page/slack-date.ts';

/** A short way to write what was read: `b:` bold, `i:` italic, `s:` struck, `c:` code. */
function read(source: string): string[] {
  return readMrkdwn(source).flatMap((paragraph) => {
    const kind = { rich_text_section: '', rich_text_quote: '> ', rich_text_preformatted: '``` ', rich_text_list: '- ' }[
      paragraph.type
    ];
    return paragraph.elements.map((element) => kind + JSON.stringify(element).replace(/,?"style":\{\}/, ''));
  });
}
const text = (value: string, style?: object) =>
  JSON.stringify({ type: 'text', text: value, ...(style ? { style } : {}) });

describe('readMrkdwn', () => {
  it.each([
    ['escapes', 'A &amp; B &lt;C&gt; &amp;lt;', [text('A & B <C> &lt;')]],
    ['an escaped mention', '&lt;!channel&gt; &lt;@U1&gt;', [text('<!channel> <@U1>')]],
    ['an escaped link', '&lt;https|bank&gt;', [text('<https|bank>')]],
    [
      'formats',
      '*b* _i_ ~s~ `c`',
      [
        text('b', { bold: true }),
        text(' '),
        text('i', { italic: true }),
        text(' '),
        text('s', { strike: true }),
        text(' '),
        text('c', { code: true }),
      ],
    ],
    ['formats within formats', '*b _bi_*', [text('b ', { bold: true }), text('bi', { bold: true, italic: true })]],
    ['signs within words', 'a_b_c 2*3*4 x * y * z', [text('a_b_c 2*3*4 x * y * z')]],
    ['code, in which nothing is read', '`*b* &lt;` ', [text('*b* <', { code: true }), text(' ')]],
    [
      'headings, links and pictures of another markdown',
      '# a [b](c) ![d](e) **f**',
      [text('# a [b](c) ![d](e) **f**')],
    ],
    ['a user', '<@U1>', ['{"type":"user","user_id":"U1"}']],
    ['a user with a name', '<@U1|ana>', ['{"type":"user","user_id":"U1"}']],
    ['a channel', '<#C1|leads>', ['{"type":"channel","channel_id":"C1"}']],
    ['a broadcast', '<!here>', ['{"type":"broadcast","range":"here"}']],
    [
      'a link',
      '<https://a.example/?x=1&amp;y=2|a &amp; b>',
      ['{"type":"link","url":"https://a.example/?x=1&y=2","text":"a & b"}'],
    ],
    [
      'a bare link',
      'see https://a.example/x.',
      [text('see '), '{"type":"link","url":"https://a.example/x","text":"https://a.example/x"}', text('.')],
    ],
    ['an address', '<mailto:a@b.example>', ['{"type":"link","url":"mailto:a@b.example","text":"a@b.example"}']],
    ['a dangerous link', '<javascript:alert(1)|x>', [text('<javascript:alert(1)|x>')]],
    [
      'a moment',
      '<!date^1700000000^{date} at {time}|then>',
      ['{"type":"date","timestamp":1700000000,"format":"{date} at {time}"}'],
    ],
    ['a moment that is none', '<!date^soon|then>', [text('then')]],
    ['an emoji', ':tada: 10:30:45 a:b:c', ['{"type":"emoji","name":"tada"}', text(' 10:30:45 a:b:c')]],
    ['quotations', 'a\n> b\n&gt; c\nd', [text('a'), `> ${text('b\nc')}`, text('d')]],
    ['listings', 'a ```x *y* &lt;``` b', [text('a '), `\`\`\` ${text('x *y* <')}`, text(' b')]],
    ['an angle bracket alone', 'a < b', [text('a < b')]],
    ['nothing', '', []],
  ])('reads %s', (_title, source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  it.each(['*', '_', '<', '`\n', ':', '*a ', '<a', ':-', 'http://'])(
    'keeps 40,000 characters of %j as they are',
    (sign) => {
      const source = sign.repeat(40_000 / sign.length);
      const shown = readMrkdwn(source).flatMap(({ elements }) =>
        elements.map((element) => ('text' in element ? element.text : '')),
      );
      expect(shown.join('') === source).toBe(true);
    },
  );
});

describe('readEmojiCodes', () => {
  it('finds codes in plain text and leaves everything else', () => {
    expect(readEmojiCodes('*a* &amp; <b>')).toBeNull();
    expect(readEmojiCodes('Hi :tada:!')).toEqual([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Hi ', style: {} },
          { type: 'emoji', name: 'tada' },
          { type: 'text', text: '!', style: {} },
        ],
      },
    ]);
  });
});

describe('formatSlackDate', () => {
  const at = Date.UTC(2026, 10, 22, 14, 5, 9) / 1000;
  const show = (format: string, now = new Date(at * 1000)) => formatSlackDate(at, format, now, 'en-GB', 'UTC');
  const laterBy = (seconds: number) => new Date((at + seconds) * 1000);

  it.each([
    ['{date_num}', '2026-11-22'],
    ['{date}', '22 November 2026'],
    ['{date_short}', '22 Nov 2026'],
    ['{date_long}', 'Sunday 22 November 2026'],
    ['{date_short_pretty} {time}', 'today 14:05'],
    ['at {time_secs}', 'at 14:05:09'],
    ['{nothing}', '{nothing}'],
  ])('shows %s', (format, shown) => {
    expect(show(format).replaceAll(',', '')).toBe(shown);
  });

  it('says yesterday and tomorrow by the reader’s calendar, and a date beyond', () => {
    expect(show('{date_pretty}', laterBy(86_400))).toBe('yesterday');
    expect(show('{date_pretty}', laterBy(-86_400))).toBe('tomorrow');
    expect(show('{date_pretty}', laterBy(3 * 86_400))).toBe('22 November 2026');
  });

  it.each([
    [5, '5 seconds ago'],
    [-90, 'in 2 minutes'],
    [3 * 3_600, '3 hours ago'],
    [2 * 86_400, '2 days ago'],
  ])('says of %i seconds: %s', (seconds, shown) => {
    expect(show('{ago}', laterBy(seconds))).toBe(shown);
  });
});
