/**
 * Microsoft Teams for tests, as strict as the real one: the Bot Connector that a bot sends to, the issuer it trusts, and the
 * client of the people who type and click. What a test arranges or looks at is done at once; what goes to the bot is a promise.
 */

import type { Clock } from '../../../src/ports/clock.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { type BotAnswer, createBotLink } from './bot-link.ts';
import { startConnectorServer } from './connector-server.ts';
import { createFailures, type Failure } from './failures.ts';
import { splitThread } from './ids.ts';
import type { Activity } from './inbound-activities.ts';
import { createIssuer, ISSUER, type TokenOverrides } from './issuer.ts';
import type { BotActivity, TooBig } from './message-rules.ts';
import { createPeople, type People } from './people.ts';
import { createRateLimits, noLimits } from './rate-limits.ts';
import { createSentLog, type SentCall } from './sent-log.ts';
import { createWorld, type User, type WorldOptions } from './world.ts';

export interface FakeTeamsOptions
  extends Partial<Omit<WorldOptions, 'users' | 'teams'>>,
    Pick<WorldOptions, 'users' | 'teams'> {
  /** `off`: requests carry no token and calls need none, as in Microsoft's Agents Playground. `jwt` unless given. */
  auth?: 'jwt' | 'off';
  /** By `clock`, which is the system's unless given. `strict` unless given. */
  limits?: 'strict' | 'off';
}

/** A message of the bot, as it is now. */
export interface ShownMessage {
  id: string;
  activity: BotActivity;
  /** The `29:` id of the only person who sees it. */
  targetedTo?: string;
}

export interface FakeTeams extends People {
  tenant: string;
  appId: string;
  /** Ends in a slash, as the real ones do. */
  serviceUrl: string;
  openIdUrl: string;
  issuer: string;
  /** What the bot must send as Bearer in `jwt` mode. */
  outboundToken: string;
  /** Where activities are posted; `null` until the bot is there. */
  botUrl: string | null;
  /** A token as Teams sends it, or one of `BAD_TOKENS`. */
  token(overrides?: TokenOverrides): Promise<string>;
  user(email: string): User;
  /** The team's own id is its General channel's. */
  team(name: string): { id: string; name: string; aadGroupId: string };
  /** @param path `Sales/Leads Iberia` */
  channelId(path: string): string;
  /** The id of the chat with a person; calls know it once the bot is installed there or has opened it. */
  personalChat(email: string): string;
  /** Posts anything. @param how.token the Bearer token; a good one unless given; `null`: none */
  post(activity: Activity, how?: { token?: string | null }): Promise<BotAnswer>;
  /** The bot's root messages in a channel, all of them in a chat, or those of a thread: newest last, edits in place. */
  messages(conversation: string): ShownMessage[];
  deleteMessage(conversation: string, id: string): void;
  failNext(failure: Failure): void;
  /** What was refused for its size. */
  tooBig: readonly TooBig[];
  /** Every byte that left the bot, decoded too: its calls, and its answers to activities. */
  sent(): string;
  /** What the bot called, oldest first, refused calls too. */
  calls(): SentCall[];
  /** Of both. */
  forget(): void;
  close(): Promise<void>;
}

const TENANT = '5f0c3f3e-1d0a-4c55-9a53-0d3a1e5b7c11';
const APP_ID = '0b6f9f0e-8f7d-4a39-b1f4-2f6f6f3c9d22';

export async function startFakeTeams(options: FakeTeamsOptions): Promise<FakeTeams> {
  const {
    tenant = TENANT,
    appId = APP_ID,
    clock = systemClock,
    auth = 'jwt',
    limits = 'strict',
    users,
    teams,
  } = options;
  const world = createWorld({ tenant, appId, clock, users, teams });
  const tooBig: TooBig[] = [];
  const failures = createFailures();
  const sent = createSentLog();
  const outboundToken = `outbound-token-of-${appId}`;
  const issuer = createIssuer(appId, () => server.serviceUrl);
  const server = await startConnectorServer({
    connector: { world, tooBig, limits: limitsOf(limits, clock) },
    issuer,
    failures,
    sent,
    bearer: auth === 'jwt' ? outboundToken : null,
  });
  const link = createBotLink(sent.addAnswer);

  async function post(activity: Activity, how: { token?: string | null } = {}): Promise<BotAnswer> {
    if (fake.botUrl === null) throw new Error('the fake Teams does not know where the bot is: set botUrl');
    const token = how.token === undefined && auth === 'jwt' ? await issuer.token() : (how.token ?? null);
    return link.post(fake.botUrl, activity, token);
  }

  const fake: FakeTeams = {
    ...createPeople({ world, serviceUrl: server.serviceUrl }, post, () => fake.botUrl !== null),
    tenant,
    appId,
    serviceUrl: server.serviceUrl,
    openIdUrl: server.openIdUrl,
    issuer: ISSUER,
    outboundToken,
    botUrl: null,
    token: issuer.token,
    user: world.user,
    team: world.team,
    channelId: world.channelId,
    personalChat: (email) => world.chatOf(email).id,
    post,
    messages(conversation) {
      const { base, root } = splitThread(conversation);
      const here = (world.messages.get(base) ?? []).filter(({ by }) => by === 'bot');
      const shown = here.filter((message) => message.root === root || (root !== null && message.id === root));
      return shown.map(({ id, activity, targetedTo }) => ({ id, activity, ...(targetedTo ? { targetedTo } : {}) }));
    },
    deleteMessage(conversation, id) {
      const place = world.place(conversation);
      if (place) world.remove(place, id);
    },
    failNext: failures.add,
    tooBig,
    sent: sent.text,
    calls: sent.calls,
    forget: sent.forget,
    async close() {
      link.close();
      await server.close();
    },
  };
  return fake;
}

function limitsOf(limits: 'strict' | 'off', clock: Clock) {
  return limits === 'strict' ? createRateLimits(clock) : noLimits;
}
