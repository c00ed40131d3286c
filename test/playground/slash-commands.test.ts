import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlayground } from '../../src/playground/create-playground.ts';
import { type Bench, startBench } from './bolt-app.ts';

describe('typing', () => {
  let bench: Bench;
  let commands: string[];
  beforeEach(async () => {
    commands = [];
    bench = await startBench('http');
    bench.app.command(/.*/, async ({ ack, command }) => {
      commands.push(`${command.command} ${command.text}`);
      await ack();
    });
  });
  afterEach(() => bench.stop());

  const type = (text: string, channel = bench.channel) => bench.playground.type({ user: bench.ana, channel, text });
  const notes = () => bench.playground.workspace.notesFor(bench.ana).map((note) => note.text);

  it('posts a message, with what could be markup escaped and names turned into mentions', async () => {
    await type('<!channel> & @bob in #leads-world, a@bob');
    const world = bench.playground.channelId('leads-world');
    expect(bench.playground.workspace.history(bench.channel)[0]?.text).toBe(
      `&lt;!channel&gt; &amp; <@${bench.bob}> in <#${world}>, a@bob`,
    );
  });

  it('delivers the app’s own command, also in the direct conversation', async () => {
    await type('/lead  mine  all ');
    await type('/LEAD help', bench.playground.workspace.direct(bench.ana).id);
    expect(commands).toEqual(['/lead mine  all', '/lead help']);
  });

  it('keeps /away for itself: it toggles the presence and no app hears of it', async () => {
    const presence = () => bench.playground.workspace.user(bench.ana)?.presence;
    await type('/away');
    expect(presence()).toBe('away');
    await type('/away');
    expect(presence()).toBe('active');
    expect(notes()).toEqual(['You are set to away.', 'You are set to active.']);
    expect(commands).toEqual([]);
  });

  it.each(['/dnd', '/status', '/remind', '/me'])('keeps %s for itself', async (command) => {
    await type(`${command} x`);
    expect(notes()).toEqual([`${command} is one of Slack's own commands. The playground does not play it.`]);
    expect(commands).toEqual([]);
  });

  it('says privately that a command is not one', async () => {
    await type('/leads mine');
    expect(notes()).toEqual(['/leads is not a valid command.']);
    expect(commands).toEqual([]);
  });

  it('says privately that the app cannot be reached', async () => {
    bench.playground.requestUrl = null;
    expect(await type('/lead mine')).toMatchObject({ ok: false, error: 'dispatch_failed' });
    expect(notes()).toEqual(['/lead failed with the error "dispatch_failed".']);
  });

  it('is refused in an archived channel', async () => {
    bench.playground.workspace.archive(bench.channel);
    expect(await type('hello')).toMatchObject({ error: 'is_archived' });
  });

  it.each(['/away', '/dnd', '/search'])(
    'refuses to start with the command %s, which Slack would never deliver',
    (command) => {
      expect(() => createPlayground({ ...bench.playground.options, commands: [command] })).toThrow(
        `Slack reserves ${command}`,
      );
    },
  );
});

describe('a command that is not acknowledged', () => {
  it('fails for the person after 3 s, with Slack’s words', async () => {
    const bench = await startBench('http');
    const arrived = new Promise<void>((resolve) => {
      bench.app.command('/lead', async () => resolve());
    });
    const reaction = bench.playground.type({ user: bench.ana, channel: bench.channel, text: '/lead mine' });
    await arrived;
    bench.clock.advance(3_000);
    expect(await reaction).toMatchObject({ ok: false, error: 'operation_timeout' });
    expect(bench.playground.workspace.notesFor(bench.ana)[0]?.text).toBe(
      '/lead failed with the error "operation_timeout".',
    );
    await bench.stop();
  });
});
