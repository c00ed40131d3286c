/** What every chat platform must do, whoever makes it. Run against a real server over HTTP; asserted on what the server holds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/card.ts';
import { ChatError } from '../../../src/domain/errors.ts';
import type { ChatPlatform, MessageRef } from '../../../src/ports/chat-platform.ts';

export interface ChatHarness {
  platform: ChatPlatform;
  /** The same platform, with nothing listening where its server should be. */
  unreachable: ChatPlatform;
  /** A channel that is there, named as in the routing file. */
  channel: string;
  /** One that is not there, named likewise. */
  missingChannel: string;
  /** Whether the platform tells apps who is there. */
  hasPresence: boolean;
  person: { id: string; email: string };
  /** The messages of a conversation as the server holds them. */
  messages(conversation: string): { message: string; shown: string }[];
  deleteMessage(at: MessageRef): void;
  /** Makes the next posts fail. `lost`: posted, and the answer is lost; `broken`: the server answers with an error of its own. */
  failPosts(how: 'lost' | 'broken'): void;
  /** How often a post in one conversation is refused for being too fast, at the latest. */
  postsUntilLimit: number;
  /** Lets the time pass that a rate limit asked for. */
  wait(ms: number): void;
  close(): Promise<void>;
}

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const OTHER_DELIVERY = '0198c1d2-0000-7c4d-8e5f-0123456789ab';

function card(title: string): Card {
  return { summary: `A lead: ${title}`, title, tone: 'open', fields: [], footer: [], actions: [] };
}

/** The error of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<ChatError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof ChatError)) throw new Error(`expected a ChatError, got ${String(outcome)}`);
  return outcome;
}

export function chatPlatformContract(name: string, makeHarness: () => Promise<ChatHarness>): void {
  describe(`${name} as a chat platform`, () => {
    let chat: ChatHarness;
    let place: string;

    beforeEach(async () => {
      chat = await makeHarness();
      place = await chat.platform.openChannel(chat.channel);
    });
    afterEach(() => chat.close());

    it('posts a card and says where it is', async () => {
      const at = await chat.platform.postCard(place, card('Petra Probe'), DELIVERY);
      expect(at.conversation).toBe(place);
      expect(chat.messages(place)).toEqual([{ message: at.message, shown: expect.stringContaining('Petra Probe') }]);
    });

    it('edits as often as asked and leaves 1 message with the newest card', async () => {
      const at = await chat.platform.postCard(place, card('first'), DELIVERY);
      await chat.platform.editCard(at, card('second'), DELIVERY);
      await chat.platform.editCard(at, card('third'), DELIVERY);
      await chat.platform.editCard(at, card('third'), DELIVERY);
      expect(chat.messages(place)).toEqual([{ message: at.message, shown: expect.stringContaining('third') }]);
    });

    it('says of a deleted message that no edit can reach it', async () => {
      const at = await chat.platform.postCard(place, card('gone'), DELIVERY);
      chat.deleteMessage(at);
      expect(await failure(chat.platform.editCard(at, card('again'), DELIVERY))).toMatchObject({
        scope: 'message',
        retry: 'never',
      });
    });

    it('does not know whether a post worked whose answer was lost, and finds it', async () => {
      const since = new Date();
      chat.failPosts('lost');
      expect(await failure(chat.platform.postCard(place, card('lost'), DELIVERY))).toMatchObject({
        retry: 'ambiguous',
      });
      const [posted] = chat.messages(place);
      expect(posted).toBeDefined();
      const found = await chat.platform.findCard(place, DELIVERY, since);
      expect([found]).toEqual([
        found === 'cannot_tell' ? 'cannot_tell' : { conversation: place, message: posted?.message },
      ]);
    });

    it('posts a lost card exactly once: no retry hides behind the call', async () => {
      chat.failPosts('lost');
      await failure(chat.platform.postCard(place, card('lost'), DELIVERY));
      expect(chat.messages(place)).toHaveLength(1);
    });

    it('does not find a card that was never posted', async () => {
      await chat.platform.postCard(place, card('another'), OTHER_DELIVERY);
      expect(['not_found', 'cannot_tell']).toContain(await chat.platform.findCard(place, DELIVERY, new Date()));
    });

    it('does not know whether a post worked that the server broke down over', async () => {
      chat.failPosts('broken');
      expect(await failure(chat.platform.postCard(place, card('broken'), DELIVERY))).toMatchObject({
        retry: 'ambiguous',
      });
    });

    it('is told how long to wait when it posts too fast, has not posted, and may go on after that', async () => {
      let limited: ChatError | null = null;
      let posted = 0;
      while (!limited && posted <= chat.postsUntilLimit) {
        limited = await failure(chat.platform.postCard(place, card(`post ${posted}`), DELIVERY)).catch(() => null);
        if (!limited) posted += 1;
      }
      expect(limited).toMatchObject({ retry: 'later' });
      expect(limited?.retryAfterMs).toBeGreaterThan(0);
      expect(chat.messages(place)).toHaveLength(posted);
      chat.wait(limited?.retryAfterMs ?? 0);
      await chat.platform.postCard(place, card('patient'), DELIVERY);
      expect(chat.messages(place)).toHaveLength(posted + 1);
    });

    it('knows that nothing was done when nobody was there', async () => {
      const calls = [
        chat.unreachable.postCard(place, card('nobody'), DELIVERY),
        chat.unreachable.openChannel(chat.channel),
        chat.unreachable.openDirect(chat.person.id),
        chat.unreachable.findUserByEmail(chat.person.email),
        ...(chat.hasPresence ? [chat.unreachable.signals(chat.person.id, ['presence'])] : []),
      ];
      // All are awaited from the start: one that fails while another is waited for would count as nobody's.
      for (const error of await Promise.all(calls.map(failure))) {
        expect(error).toMatchObject({ retry: 'later', scope: 'platform' });
      }
    });

    it('says what to do about a channel that is not there', async () => {
      const error = await failure(chat.platform.openChannel(chat.missingChannel));
      expect(error).toMatchObject({ scope: 'conversation', retry: 'never' });
      expect(error.remedy).toContain('no-such-channel');
    });

    it('opens a channel as often as asked, with one id', async () => {
      expect(await chat.platform.openChannel(chat.channel)).toBe(place);
    });

    it('opens one direct conversation with a person, and posts there', async () => {
      const direct = await chat.platform.openDirect(chat.person.id);
      expect(await chat.platform.openDirect(chat.person.id)).toBe(direct);
      await chat.platform.postCard(direct, card('for you'), DELIVERY);
      expect(chat.messages(direct)).toHaveLength(1);
    });

    it('finds a person by e-mail address and by id', async () => {
      const byEmail = await chat.platform.findUserByEmail(chat.person.email);
      expect(byEmail).toMatchObject({
        id: chat.person.id,
        emails: expect.arrayContaining([chat.person.email.toLowerCase()]),
      });
      expect(await chat.platform.findUser(chat.person.id)).toEqual(byEmail);
    });

    it('tells whether a person is there, when it was seen, and nothing that was not asked for', async () => {
      const signals = await chat.platform.signals(chat.person.id, ['presence']);
      expect(signals).toEqual(chat.hasPresence ? { presence: { is: 'active', seenAt: expect.any(Date) } } : {});
      expect(await chat.platform.signals(chat.person.id, [])).toEqual({});
    });

    it('finds nobody where nobody is', async () => {
      expect(await chat.platform.findUserByEmail('nobody@elsewhere.example')).toBeNull();
      expect(await chat.platform.findUser('U0NOBODY')).toBeNull();
    });
  });
}
