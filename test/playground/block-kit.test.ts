import { describe, expect, it } from 'vitest';
import { checkBlocks, type Surface } from '../../src/playground/block-kit/check-blocks.ts';
import { checkModal } from '../../src/playground/block-kit/check-view.ts';
import { withIds } from '../../src/playground/block-kit/find-elements.ts';

const text = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: text(length) });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const section = (more: object) => ({ type: 'section', text: mrkdwn(1), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const button = (more: object = {}) => ({ type: 'button', text: plain(1), ...more });
const option = (text = 1, value = 1, index = 0) => ({
  text: plain(text),
  value: `${index}`.padEnd(value, 'v').slice(0, value),
});
const options = (count: number) => times(count, (index) => option(1, 3, index));
const select = (more: object) => actions({ type: 'static_select', options: options(1), ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain(1), element, ...more });
const chart = (more: object) => ({
  type: 'data_visualization',
  title: 'x',
  chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
  ...more,
});
const cell = { type: 'raw_text', text: 'x' };
const series = (count: number, points: number) =>
  times(count, (index) => ({ name: `s${index}`, data: times(points, (at) => ({ label: `${at}`, value: 1 })) }));
const bar = (count: number, points: number) =>
  chart({ chart: { type: 'bar', series: series(count, points), axis_config: {} } });
const card = (more: object) => ({ type: 'card', title: mrkdwn(1), ...more });

/** What Slack takes, and what is one too many; with the surface where it is not a message. */
const LIMITS: [title: string, fits: object, tooMuch: object, surface?: Surface][] = [
  ['block_id of 255 characters', { type: 'divider', block_id: text(255) }, { type: 'divider', block_id: text(256) }],
  ['header of 150 characters', { type: 'header', text: plain(150) }, { type: 'header', text: plain(151) }],
  ['plain text in a header', { type: 'header', text: plain(1) }, { type: 'header', text: mrkdwn(1) }],
  ['section of 3,000 characters', section({ text: mrkdwn(3000) }), section({ text: mrkdwn(3001) })],
  ['section with a text', section({}), { type: 'section' }],
  ['text that is not empty', section({ text: mrkdwn(1) }), section({ text: mrkdwn(0) })],
  ['10 fields', section({ fields: times(10, () => mrkdwn(1)) }), section({ fields: times(11, () => mrkdwn(1)) })],
  ['field of 2,000 characters', section({ fields: [mrkdwn(2000)] }), section({ fields: [mrkdwn(2001)] })],
  [
    '10 context elements',
    { type: 'context', elements: times(10, () => plain(1)) },
    { type: 'context', elements: times(11, () => plain(1)) },
  ],
  ['25 elements in actions', actions(...times(25, () => button())), actions(...times(26, () => button()))],
  ['action_id of 255 characters', actions(button({ action_id: text(255) })), actions(button({ action_id: text(256) }))],
  ['button text of 75 characters', actions(button({ text: plain(75) })), actions(button({ text: plain(76) }))],
  ['button value of 2,000 characters', actions(button({ value: text(2000) })), actions(button({ value: text(2001) }))],
  [
    'button URL of 3,000 characters',
    actions(button({ url: `https://a.example/${text(2982)}` })),
    actions(button({ url: `https://a.example/${text(2983)}` })),
  ],
  [
    'button URL of the web',
    actions(button({ url: 'https://a.example' })),
    actions(button({ url: 'javascript:alert(1)' })),
  ],
  ['button style primary or danger', actions(button({ style: 'danger' })), actions(button({ style: 'default' }))],
  [
    'accessibility label of 75 characters',
    actions(button({ accessibility_label: text(75) })),
    actions(button({ accessibility_label: text(76) })),
  ],
  ['option text of 75 characters', select({ options: [option(75)] }), select({ options: [option(76)] })],
  ['option value of 75 characters', select({ options: [option(1, 75)] }), select({ options: [option(1, 76)] })],
  ['100 options', select({ options: options(100) }), select({ options: options(101) })],
  ['options or groups, not both', select({}), select({ option_groups: [{ label: plain(1), options: options(1) }] })],
  [
    'initial option among the options',
    select({ initial_option: option(1, 3, 0) }),
    select({ initial_option: option(1, 3, 9) }),
  ],
  ['placeholder of 150 characters', select({ placeholder: plain(150) }), select({ placeholder: plain(151) })],
  [
    'overflow of 5 options',
    actions({ type: 'overflow', options: options(5) }),
    actions({ type: 'overflow', options: options(6) }),
  ],
  [
    '10 radio buttons',
    actions({ type: 'radio_buttons', options: options(10) }),
    actions({ type: 'radio_buttons', options: options(11) }),
  ],
  [
    '10 checkboxes',
    actions({ type: 'checkboxes', options: options(10) }),
    actions({ type: 'checkboxes', options: options(11) }),
  ],
  [
    'confirm title of 100 characters',
    actions(button({ confirm: { title: plain(100), text: plain(1) } })),
    actions(button({ confirm: { title: plain(101), text: plain(1) } })),
  ],
  [
    'confirm text of 300 characters',
    actions(button({ confirm: { text: plain(300) } })),
    actions(button({ confirm: { text: plain(301) } })),
  ],
  [
    'confirm buttons of 30 characters',
    actions(button({ confirm: { text: plain(1), deny: plain(30) } })),
    actions(button({ confirm: { text: plain(1), deny: plain(31) } })),
  ],
  [
    'alt text of 2,000 characters',
    { type: 'image', image_url: 'https://a.example/i.png', alt_text: text(2000) },
    { type: 'image', image_url: 'https://a.example/i.png', alt_text: text(2001) },
  ],
  [
    'images from the web',
    { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'x' },
    { type: 'image', image_url: 'data:image/png;base64,AA==', alt_text: 'x' },
  ],
  [
    'input label of 2,000 characters',
    input({ type: 'plain_text_input' }, { label: plain(2000) }),
    input({ type: 'plain_text_input' }, { label: plain(2001) }),
    'modal',
  ],
  [
    'input hint of 2,000 characters',
    input({ type: 'plain_text_input' }, { hint: plain(2000) }),
    input({ type: 'plain_text_input' }, { hint: plain(2001) }),
    'modal',
  ],
  [
    'max_length of 3,000',
    input({ type: 'plain_text_input', max_length: 3000 }),
    input({ type: 'plain_text_input', max_length: 3001 }),
    'modal',
  ],
  ['no button in an input block', input({ type: 'datepicker' }), input({ type: 'button', text: plain(1) }), 'modal'],
  [
    'dates as YYYY-MM-DD',
    actions({ type: 'datepicker', initial_date: '2026-02-28' }),
    actions({ type: 'datepicker', initial_date: '2026-02-30' }),
  ],
  ['markdown of 12,000 characters', { type: 'markdown', text: text(12_000) }, { type: 'markdown', text: text(12_001) }],
  [
    'table of 100 rows',
    { type: 'table', rows: times(100, () => [cell]) },
    { type: 'table', rows: times(101, () => [cell]) },
  ],
  [
    'table of 20 columns',
    { type: 'table', rows: [times(20, () => cell)] },
    { type: 'table', rows: [times(21, () => cell)] },
  ],
  [
    'data table pages of 100 rows',
    { type: 'data_table', caption: 'x', rows: [[cell]], page_size: 100 },
    { type: 'data_table', caption: 'x', rows: [[cell]], page_size: 101 },
  ],
  ['chart title of 50 characters', chart({ title: text(50) }), chart({ title: text(51) })],
  ['6 series', bar(6, 1), bar(7, 1)],
  ['20 points', bar(1, 20), bar(1, 21)],
  ['card title of 150 characters', card({ title: mrkdwn(150) }), card({ title: mrkdwn(151) })],
  ['card body of 200 characters', card({ body: mrkdwn(200) }), card({ body: mrkdwn(201) })],
  [
    'carousel of 10 cards',
    { type: 'carousel', elements: times(10, () => card({})) },
    { type: 'carousel', elements: times(11, () => card({})) },
  ],
  [
    'container of 10 blocks',
    { type: 'container', child_blocks: times(10, () => section({})) },
    { type: 'container', child_blocks: times(11, () => section({})) },
  ],
  ['no property that Slack does not know', section({ expand: true }), section({ colour: 'red' })],
  ['alerts in modals', { type: 'alert', text: plain(1) }, { type: 'carousel', elements: [card({})] }, 'modal'],
  ['no alerts in messages', section({}), { type: 'alert', text: plain(1) }],
];

describe('checkBlocks', () => {
  it.each(LIMITS)('takes %s and no more', (_title, fits, tooMuch, surface = 'message') => {
    expect(checkBlocks(surface, [fits])).toMatchObject({ ok: true });
    expect(checkBlocks(surface, [tooMuch])).toMatchObject({ ok: false, error: 'invalid_blocks' });
  });

  it.each([
    ['message', 50],
    ['modal', 100],
    ['home', 100],
  ] as const)('takes in a %s %i blocks and no more', (surface, most) => {
    expect(
      checkBlocks(
        surface,
        times(most, () => ({ type: 'divider' })),
      ).ok,
    ).toBe(true);
    expect(
      checkBlocks(
        surface,
        times(most + 1, () => ({ type: 'divider' })),
      ),
    ).toMatchObject({
      error: 'invalid_blocks',
      messages: [`[ERROR] no more than ${most} items allowed [json-pointer:/blocks]`],
    });
  });

  it('says what is wrong, and where', () => {
    const verdict = checkBlocks('message', [
      { type: 'divider' },
      section({ text: mrkdwn(3001) }),
      { type: 'hero' },
      section({ colour: 1 }),
    ]);
    expect(verdict.ok ? [] : verdict.messages).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
      '[ERROR] unsupported type [json-pointer:/blocks/2/type]',
      '[ERROR] invalid additional property: colour [json-pointer:/blocks/3]',
    ]);
  });

  it('never repeats what an app sent', () => {
    const verdict = checkBlocks('message', [
      section({ text: { type: 'mrkdwn', text: 'secret', secret: 'secret-value' } }),
      { type: 'secret-type' },
    ]);
    expect(JSON.stringify(verdict)).not.toMatch(/secret-value|secret-type/);
  });

  it('refuses a block_id that is used twice', () => {
    const blocks = [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ];
    expect(checkBlocks('message', blocks)).toMatchObject({
      error: 'invalid_blocks',
      messages: [expect.stringContaining('/blocks/1/block_id')],
    });
  });

  it('refuses an action_id twice in one block, and takes it in two', () => {
    expect(checkBlocks('message', [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))])).toMatchObject({
      error: 'invalid_blocks',
    });
    expect(checkBlocks('message', [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))]).ok).toBe(
      true,
    );
  });

  it('refuses a second table and a third chart in one message', () => {
    const table = { type: 'table', rows: [[cell]] };
    expect(checkBlocks('message', [table, table])).toMatchObject({ error: 'invalid_blocks' });
    expect(checkBlocks('message', [chart({}), chart({})]).ok).toBe(true);
    expect(checkBlocks('message', [chart({}), chart({}), chart({})])).toMatchObject({ error: 'invalid_blocks' });
  });

  it('refuses more than 13,200 characters of blocks with an error of its own', () => {
    expect(
      checkBlocks(
        'message',
        times(4, () => section({ text: mrkdwn(3000) })),
      ).ok,
    ).toBe(true);
    expect(
      checkBlocks(
        'message',
        times(5, () => section({ text: mrkdwn(3000) })),
      ),
    ).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  it('takes rich text as it comes', () => {
    const elements = [
      { type: 'text', text: 'a', style: { bold: true } },
      { type: 'date', timestamp: 1_700_000_000, format: '{time}', fallback: 'then' },
      { type: 'user', user_id: 'U1' },
    ];
    expect(
      checkBlocks('message', [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]).ok,
    ).toBe(true);
  });
});

describe('checkModal', () => {
  const modal = (more: object) => ({ type: 'modal', title: plain(1), blocks: [section({})], ...more });

  it.each([
    ['a title of 24 characters', { title: plain(24) }, { title: plain(25) }],
    ['a submit of 24 characters', { submit: plain(24) }, { submit: plain(25) }],
    ['a close of 24 characters', { close: plain(24) }, { close: plain(25) }],
    ['private_metadata of 3,000 characters', { private_metadata: text(3000) }, { private_metadata: text(3001) }],
    ['a callback_id of 255 characters', { callback_id: text(255) }, { callback_id: text(256) }],
    [
      'input blocks only with a submit',
      { submit: plain(1), blocks: [input({ type: 'datepicker' })] },
      { blocks: [input({ type: 'datepicker' })] },
    ],
    ['blocks that are right', {}, { blocks: [section({ text: mrkdwn(3001) })] }],
  ])('takes %s', (_title, fits, tooMuch) => {
    expect(checkModal(modal(fits))).toMatchObject({ ok: true });
    expect(checkModal(modal(tooMuch))).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      messages: [expect.stringContaining('json-pointer:/view')],
    });
  });
});

describe('withIds', () => {
  it('names what has no name, inside containers too, and leaves names alone', () => {
    let count = 0;
    const verdict = checkBlocks('message', [
      { type: 'container', block_id: 'mine', child_blocks: [actions(button())] },
      { type: 'carousel', elements: [card({ actions: [button()] })] },
    ]);
    const named = withIds(verdict.ok ? verdict.blocks : [], () => `n${++count}`);
    expect(named).toMatchObject([
      { block_id: 'mine', child_blocks: [{ block_id: 'n1', elements: [{ action_id: 'n2' }] }] },
      { block_id: 'n3', elements: [{ block_id: 'n4', actions: [{ action_id: 'n5' }] }] },
    ]);
  });
});
