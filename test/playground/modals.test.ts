import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, startBench } from './bolt-app.ts';
import { call } from './web-client.ts';

const title = (text: string) => ({ type: 'plain_text', text });

function view(name: string, more: object = {}) {
  return { type: 'modal', callback_id: name, title: title(name), submit: title('Go'), blocks: [note], ...more };
}

const note = {
  type: 'input',
  block_id: 'note',
  optional: true,
  label: title('Note'),
  element: { type: 'plain_text_input', action_id: 'text', initial_value: 'as it was', max_length: 20 },
};

describe('modals', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench('http');
  });
  afterEach(() => bench.stop());

  const trigger = (modal: string | null = null) => bench.playground.triggers.issue(bench.ana, modal);
  const stack = () => bench.playground.modals.stack(bench.ana);
  const top = () => stack().at(-1)?.id ?? '';
  const open = (content: object = view('first')) => call(bench, 'views.open', { trigger_id: trigger(), view: content });
  const push = (name: string) => call(bench, 'views.push', { trigger_id: trigger(top()), view: view(name) });
  const submit = (values = {}) => bench.playground.submitModal({ user: bench.ana, modal: top(), values });

  it('stack three deep and no deeper, and close one by one', async () => {
    await open();
    const { body } = await push('second');
    expect(body.view).toMatchObject({ root_view_id: stack()[0]?.id, previous_view_id: stack()[0]?.id });
    expect((await push('third')).body.ok).toBe(true);
    expect((await push('fourth')).body.error).toBe('push_limit_reached');
    await bench.playground.closeModal({ user: bench.ana, modal: top() });
    expect(stack().map((modal) => modal.content.callback_id)).toEqual(['first', 'second']);
  });

  it('are pushed only from within a modal', async () => {
    await open();
    expect((await call(bench, 'views.push', { trigger_id: trigger(), view: view('x') })).body.error).toBe('not_found');
  });

  it('refuse an update that names an old hash', async () => {
    const { body } = await open(view('first', { external_id: 'mine' }));
    const { hash } = body.view as { hash: string };
    const update = (more: object) =>
      call(bench, 'views.update', { external_id: 'mine', view: view('changed', { external_id: 'mine' }), ...more });
    expect((await update({ hash })).body.ok).toBe(true);
    expect((await update({ hash })).body.error).toBe('hash_conflict');
    expect((await update({})).body.ok).toBe(true);
    expect((await update({ external_id: 'other' })).body.error).toBe('not_found');
    expect((await open(view('again', { external_id: 'mine' }))).body.error).toBe('duplicate_external_id');
  });

  it('send what was filled in, and what was left as it was', async () => {
    const seen: unknown[] = [];
    bench.app.view('first', async ({ ack, view: got }) => {
      seen.push(got.state.values);
      await ack({ response_action: 'clear' });
    });
    await open();
    await submit();
    await open();
    await submit({ note: { text: 'new' } });
    expect(seen).toMatchObject([
      { note: { text: { type: 'plain_text_input', value: 'as it was' } } },
      { note: { text: { type: 'plain_text_input', value: 'new' } } },
    ]);
  });

  it('hold back what is longer than the field takes, before the app sees it', async () => {
    await open();
    expect(await submit({ note: { text: 'x'.repeat(21) } })).toMatchObject({ error: 'invalid_fields' });
    expect(stack()[0]?.errors).toEqual({ note: 'Please write at most 20 characters.' });
  });

  it('are updated, pushed on and cleared by an acknowledgement', async () => {
    bench.app.view('first', async ({ ack }) => ack({ response_action: 'update', view: view('second') as never }));
    bench.app.view('second', async ({ ack }) => ack({ response_action: 'push', view: view('third') as never }));
    bench.app.view('third', async ({ ack }) => ack({ response_action: 'clear' }));
    await open();
    await submit();
    expect(stack().map((modal) => modal.content.callback_id)).toEqual(['second']);
    await submit();
    expect(stack().map((modal) => modal.content.callback_id)).toEqual(['second', 'third']);
    await submit();
    expect(stack()).toEqual([]);
  });

  it('say so when the app answers with errors for blocks that are not there', async () => {
    bench.app.view('first', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
    await open();
    expect(await submit()).toMatchObject({ error: 'invalid_response' });
    expect(stack()).toHaveLength(1);
  });

  it('tell the app that they were closed when it wants to know', async () => {
    const closed: unknown[] = [];
    bench.app.view({ type: 'view_closed', callback_id: 'first' }, async ({ ack, body }) => {
      closed.push(JSON.parse(JSON.stringify(body)).is_cleared);
      await ack();
    });
    await open(view('first', { notify_on_close: true }));
    await push('second');
    await bench.playground.closeModal({ user: bench.ana, modal: stack()[0]?.id ?? '' });
    expect(closed).toEqual([false]);
    expect(stack()).toEqual([]);
  });

  it('are nobody else’s to send or to choose in', async () => {
    const pick = { type: 'actions', elements: [{ type: 'datepicker', action_id: 'pick' }] };
    await open(view('first', { blocks: [pick] }));
    const click = { user: bench.bob, at: { modal: top() }, actionId: 'pick', chosen: '2026-12-24' };
    expect(await bench.playground.act(click)).toMatchObject({ error: 'view_not_found' });
    expect(await bench.playground.submitModal({ user: bench.bob, modal: top(), values: {} })).toMatchObject({
      error: 'view_not_found',
    });
  });

  it('deliver choices in them with the view and what is filled in so far', async () => {
    let seen: Record<string, unknown> = {};
    bench.app.action('pick', async ({ ack, body }) => {
      seen = { ...body };
      await ack();
    });
    const pick = { type: 'actions', block_id: 'more', elements: [{ type: 'datepicker', action_id: 'pick' }] };
    await open(view('first', { blocks: [note, pick] }));
    const at = { modal: top(), values: { note: { text: 'half' } } };
    await bench.playground.act({ user: bench.ana, at, actionId: 'pick', chosen: '2026-12-24' });
    expect(seen).toMatchObject({
      container: { type: 'view', view_id: top() },
      view: { state: { values: { note: { text: { value: 'half' } } } } },
      actions: [{ type: 'datepicker', selected_date: '2026-12-24' }],
    });
    expect(seen).not.toHaveProperty('response_url');
  });

  it('have a Home tab beside them, with a hash of its own', async () => {
    const home = { type: 'home', blocks: [{ type: 'divider' }] };
    const { body } = await call(bench, 'views.publish', { user_id: bench.ana, view: home });
    const { hash } = body.view as { hash: string };
    expect((await call(bench, 'views.publish', { user_id: bench.ana, view: home, hash: 'old' })).body.error).toBe(
      'hash_conflict',
    );
    expect((await call(bench, 'views.publish', { user_id: bench.ana, view: home, hash })).body.ok).toBe(true);
    expect(bench.playground.modals.home(bench.ana)?.content.blocks).toMatchObject([{ type: 'divider' }]);
  });
});
